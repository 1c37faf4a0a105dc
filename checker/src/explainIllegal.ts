import type { Verdict } from "./checkLinearizable";
import type { Operation } from "./History";
import type { Model } from "./Model";

/** Why a history is not linearizable, in words. Times are those of the history, printed as ms. */
export interface IllegalHistory {
  /** One sentence. */
  readonly message: string;
  readonly expected: string;
  readonly got: string;
}

/** How many operations before the impossible one are named. */
const BEFORE = 4;

/**
 * Puts a verdict "illegal" into words.
 *
 * @param shorten makes an output short enough for a message; default: as it is
 */
export function explainIllegal<State, Input, Output>(
  model: Model<State, Input, Output>,
  { stuck, longest }: Extract<Verdict<Input, Output>, { kind: "illegal" }>,
  shorten: (output: Output) => Output = (output) => output,
): IllegalHistory {
  const short = (output: Output | undefined): Output | undefined =>
    output === undefined ? undefined : shorten(output);
  const line = ({ client, input, output, called, returned }: Operation<Input, Output>): string => {
    const until = returned === Infinity ? "never returned" : `${returned.toFixed(1)} ms`;
    return `${client} ${model.describe(input, short(output))} [${called.toFixed(1)} ms – ${until}]`;
  };
  const before = longest.slice(-BEFORE).map(line).join("; ");
  return {
    message: `not linearizable: no order of the calls explains ${stuck.client}'s ${model.describe(stuck.input, short(stuck.output))}`,
    expected: "one order of all calls, each executed once, that explains every answer",
    got: `${line(stuck)}${before === "" ? "" : `; the longest order that can be explained ends with: ${before}`}`,
  };
}
