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
export const received = {
  explanation: explanation.transform(withinBounds),
  counterexample: counterexample as z.ZodType<Counterexample>,
  record: runRecord.transform((record): RunRecord =>
    record.history === undefined ? record : { ...record, history: withFewReasons(record.history) },
  ),
};

function withinBounds(given: z.infer<typeof explanation>): Explanation {
  return { ...given, ...namesOf(given), ...listsOf(given) };
}

type Lists = "cause" | "details" | "lastEvents" | "console";

function namesOf(given: Explanation): Pick<Explanation, "file"> {
  const names = ["host", "file", "error"] as const;
  const all: Partial<Record<(typeof names)[number], string>> = given;
  return Object.fromEntries(
    names.flatMap((name) => (all[name] === undefined ? [] : [[name, cleanName(all[name])]])),
  );
}

function listsOf({ details, lastEvents, console, ...given }: Explanation): Pick<Explanation, Lists> {
  return {
    ...(given.cause === undefined ? {} : { cause: fewLines(given.cause) }),
    ...("history" in given ? { history: withFewReasons(given.history) } : {}),
    details: fewLines(details),
    lastEvents: fewLines(lastEvents),
    console: fewLines(console),
  };
}

function withFewReasons({ operations, reasons }: ShownHistory): ShownHistory {
  return { operations, reasons: fewLines(reasons) };
}
