import { testRun, type DebuggableLab, type DebugOffer, type DebugSubject } from "labrpc/testing";
import { LabTests } from "../../worker/LabTests";
import type { DebugWelcome } from "./debugProtocol";

/** What is to be debugged, and what can be done to it. */
export interface Debugged {
  readonly subject: DebugSubject;
  readonly offer: DebugOffer;
  /** Undefined for a test, which has operations of its own. */
  readonly lab: DebuggableLab | undefined;
  readonly clerks: readonly string[];
}

/** Throws an Error that says so when there is no such thing. */
export async function debuggedSubject({ what, submission, debug, specs }: DebugWelcome): Promise<Debugged> {
  if (what.kind === "test") return testSubject(what, submission, specs);
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- which lab it is, the command line says
  const lab = (require(debug ?? "") as { debug: DebuggableLab }).debug;
  const puzzle = what.kind === "puzzle" ? lab.puzzles()[what.number - 1] : undefined;
  const setup = lab.setups[what.kind === "puzzle" ? (puzzle?.setup ?? "") : what.setup];
  const subject =
    what.kind === "puzzle" ? lab.puzzleSubject(what.number) : lab.subject({ submission, ...what });
  return {
    subject,
    lab,
    clerks: setup?.clerks ?? [],
    offer: {
      title: setup?.title ?? "",
      operations: lab.operations.map(({ name, parameters, example }) => ({ name, parameters, example })),
      judgements: lab.judgements,
      isFree: true,
    },
  };
}

async function testSubject(
  { test, seed, plan }: Extract<DebugWelcome["what"], { kind: "test" }>,
  submission: string,
  specs: readonly string[],
): Promise<Debugged> {
  let subject: DebugSubject | undefined;
  testRun.settings = {
    submission,
    seeds: [seed],
    minimise: "none",
    ...(plan === undefined ? {} : { plan }),
    captures: (options, scenario) => {
      subject = { test, seed, options, open: (sim) => ({ body: () => scenario(sim) }) };
    },
  };
  await new LabTests(specs).run(test);
  if (subject === undefined)
    throw new Error(`expected ${test} to simulate something, and it does not; debug another test`);
  return {
    subject,
    lab: undefined,
    clerks: [],
    offer: { title: `${test}, seed ${String(seed)}`, operations: [], judgements: {}, isFree: false },
  };
}
