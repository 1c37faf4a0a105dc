import { diagnoseIllegal } from "./diagnoseIllegal";
import type { Operation } from "../history/History";
import type { Model } from "../models/Model";
import { reasonsForIllegal } from "./reasonsForIllegal";
import type { Illegal } from "../history/Verdict";

/** Why a history is not linearizable, in words and as plain data. Times are those of the history, as ms. */
export interface IllegalHistory<Input, Output> {
  /** One sentence. */
  readonly message: string;
  readonly expected: string;
  readonly got: string;
  /** Why there is no place for the operation that the message names: a sentence each. */
  readonly reasons: readonly string[];
  /** The operation that the message names. */
  readonly culprit: Operation<Input, Output>;
  /** The smallest group of operations found that no order explains, whatever all others did; see `illegalCoreOf`. */
  readonly core: readonly Operation<Input, Output>[];
  /** The longest partial linearization found, without the culprit. */
  readonly longestPartial: readonly Operation<Input, Output>[];
}

/** How many operations beside the impossible one are named. */
const BESIDE = 4;

/**
 * Puts a verdict "illegal" into words. It looks for the smallest group of operations that has no order, which takes
 * some checks of the part, each with a budget of steps.
 *
 * @param shorten makes an output short enough for a message; default: as it is
 * @param timeText the words for a time of the history; default: as ms
 */
export function explainIllegal<State, Input, Output>(
  model: Model<State, Input, Output>,
  verdict: Illegal<Input, Output>,
  shorten: (output: Output) => Output = (output) => output,
  timeText: (time: number) => string = (time) => `${time.toFixed(1)} ms`,
): IllegalHistory<Input, Output> {
  const text = ({ client, input, output }: Operation<Input, Output>): string =>
    `${client}'s ${model.describeOperation(input, output === undefined ? undefined : shorten(output))}`;
  const line = (operation: Operation<Input, Output>): string => {
    const { called, returned, client } = operation;
    const until = returned === Infinity ? "never returned" : timeText(returned);
    const words = text(operation).slice(client.length + "'s ".length);
    return `${client} ${words} [${timeText(called)} – ${until}]`;
  };
  const diagnosis = diagnoseIllegal(model, verdict);
  const { culprit, core, longestPartial } = diagnosis;
  const others = core.filter((operation) => operation !== culprit);
  const beside = others.slice(-BESIDE).map(line).join("; ");
  return {
    message: `not linearizable: no order of the calls explains ${text(culprit)}`,
    expected: "one order of all calls, each executed once, that explains every answer",
    got: `${line(culprit)}${beside === "" ? "" : `; it contradicts: ${beside}`}`,
    reasons: reasonsForIllegal(model, diagnosis, text, (time) =>
      time === Infinity ? "never" : timeText(time),
    ),
    culprit,
    core,
    longestPartial,
  };
}
