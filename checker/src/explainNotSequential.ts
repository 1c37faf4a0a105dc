import type { SequentialVerdict } from "./checkSequential";
import { checkSequential } from "./checkSequential";
import { coreOf } from "./coreOf";
import type { History, Operation } from "./History";
import type { Model } from "./Model";

/** Why a history is not sequentially consistent. */
export interface NotSequential<Input, Output> {
  /** One sentence. */
  readonly message: string;
  readonly expected: string;
  readonly got: string;
  /** A sentence each: what every client of the core saw, and where the longest order found ends. */
  readonly reasons: readonly string[];
  /** The smallest group of operations found that no order explains, whatever all others did; see `coreOf`. */
  readonly core: History<Input, Output>;
}

/**
 * Puts the verdict "illegal" of `checkSequential` into words.
 *
 * @param shorten makes an output short enough for a message; default: as it is
 */
export function explainNotSequential<State, Input, Output>(
  model: Model<State, Input, Output>,
  verdict: Extract<SequentialVerdict<Input, Output>, { kind: "illegal" }>,
  shorten: (output: Output) => Output = (output) => output,
): NotSequential<Input, Output> {
  const { history, longest, waiting } = verdict;
  const words = ({ input, output }: Operation<Input, Output>): string =>
    model.describe(input, output === undefined ? undefined : shorten(output));
  const core = coreOf(model, history, (smaller, steps) => checkSequential(model, smaller, { steps })).map(
    (i) => history[i] as Operation<Input, Output>,
  );
  const byClient = new Map<string, string[]>();
  for (const operation of core) {
    const own = byClient.get(operation.client);
    if (own === undefined) byClient.set(operation.client, [words(operation)]);
    else own.push(words(operation));
  }
  const views = [...byClient].map(([client, own]) => `${client}: ${own.join(", then ")}`);
  const last = longest.at(-1);
  const next = waiting.map((operation) => `${operation.client}'s ${words(operation)}`).join(", ");
  return {
    message: "not sequentially consistent: no one order of the calls is what every client saw",
    expected:
      "one order of all calls, with the calls of each client in its own order, that explains every answer",
    got: views.join("; "),
    reasons: [
      ...views.map(
        (view) => `No order of the calls goes together with what ${view.replace(": ", " saw: ")}.`,
      ),
      `The longest order found has ${String(longest.length)} of ${String(history.length)} calls${last === undefined ? "" : ` and ends with ${last.client}'s ${words(last)}`}; then comes ${next}, which is impossible there.`,
    ],
    core,
  };
}
