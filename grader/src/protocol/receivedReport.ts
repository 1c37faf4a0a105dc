import {
  counterexample,
  explanation,
  runRecord,
  type Counterexample,
  type Explanation,
  type RunRecord,
  type ShownHistory,
} from "labrpc/records";
import { cleanName } from "toolkit/text/studentText";
import { z } from "zod";
import { fewLines } from "./fewLines";

/** What a submission may choose has bounds: its names are short, and a list says what is left out of it. */
export const receivedReport = {
  explanation: explanation.transform(explanationWithinBounds),
  counterexample: counterexample as z.ZodType<Counterexample>,
  record: runRecord.transform((record): RunRecord =>
    record.history === undefined ? record : { ...record, history: historyWithFewReasons(record.history) },
  ),
};

function explanationWithinBounds(given: z.infer<typeof explanation>): Explanation {
  return { ...given, ...namesOfExplanation(given), ...listsOfExplanation(given) };
}

type Lists = "cause" | "details" | "lastEvents" | "console";

function namesOfExplanation(given: Explanation): Pick<Explanation, "file"> {
  const names = ["host", "file", "error"] as const;
  const all: Partial<Record<(typeof names)[number], string>> = given;
  return Object.fromEntries(
    names.flatMap((name) => (all[name] === undefined ? [] : [[name, cleanName(all[name])]])),
  );
}

function listsOfExplanation({
  details,
  lastEvents,
  console,
  ...given
}: Explanation): Pick<Explanation, Lists> {
  return {
    ...(given.cause === undefined ? {} : { cause: fewLines(given.cause) }),
    ...("history" in given ? { history: historyWithFewReasons(given.history) } : {}),
    details: fewLines(details),
    lastEvents: fewLines(lastEvents),
    console: fewLines(console),
  };
}

function historyWithFewReasons({ operations, reasons }: ShownHistory): ShownHistory {
  return { operations, reasons: fewLines(reasons) };
}
