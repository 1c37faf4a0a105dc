import { checkLinearizable, type CheckOptions } from "../linearizable/checkLinearizable";
import { explainIllegal } from "./explainIllegal";
import type { History } from "../history/History";
import { shownHistory, type ShownHistory } from "./shownHistory";
import type { Model } from "../models/Model";

/** Why a test fails, in the shape of what labrpc's `Violation` is made of. Times are the history's. */
export interface WhyNotLinearizable {
  readonly message: string;
  readonly details: {
    /** What happened is enough to say so; a history that could not be checked says nothing. */
    readonly restsOn?: "history";
    /** Looks for the smallest group of operations to blame, which takes a while. */
    readonly explain?: () => {
      readonly message: string;
      readonly expected: string;
      readonly got: string;
      readonly about: { readonly text: string; readonly untilMs: number };
      readonly history: ShownHistory;
    };
  };
}

export interface WhyOptions<Input, Output> extends CheckOptions {
  /** What the messages of an operation have in their text: its key in JSON, say. */
  readonly about: (input: Input) => string;
  /** Makes an output short enough for a message. Default: as it is. */
  readonly shorten?: (output: Output) => Output;
}

/** Checks a history. Returns undefined when it is linearizable. */
export function whyNotLinearizable<State, Input, Output>(
  model: Model<State, Input, Output>,
  history: History<Input, Output>,
  { about, shorten, ...budget }: WhyOptions<Input, Output>,
): WhyNotLinearizable | undefined {
  const verdict = checkLinearizable(model, history, budget);
  if (verdict.kind === "linearizable") return undefined;
  if (verdict.kind === "unknown")
    return { message: `the history could not be checked: ${verdict.reason}`, details: {} };
  return {
    message: "not linearizable: no order of the calls explains every answer",
    details: {
      restsOn: "history",
      explain: () => {
        const explained = explainIllegal(model, verdict, shorten);
        const { message, expected, got, culprit } = explained;
        return {
          message,
          expected,
          got,
          about: { text: about(culprit.input), untilMs: culprit.returned },
          history: shownHistory(model, history, verdict, shorten, explained),
        };
      },
    },
  };
}
