import { checkSequential, type SequentialVerdict } from "../sequential/checkSequential";
import { illegalCoreOf } from "./illegalCoreOf";
import type { History, Operation } from "../history/History";
import type { Model } from "../models/Model";

/** Why a history is not sequentially consistent. */
export interface NotSequential<Input, Output> {
  /** One sentence. */
  readonly message: string;
  readonly expected: string;
  readonly got: string;
  /** A sentence each: what every client of the core saw, or which answer is against causality. */
  readonly reasons: readonly string[];
  /**
   * Operations that no order explains, whatever all others did: those of a causal pattern, else the smallest group
   * that was found (see `illegalCoreOf`), or all when the history is longer than 60 operations.
   */
  readonly core: History<Input, Output>;
}

/** A smaller group is looked for in histories up to this long, with so many steps for each check: it takes many. */
const LONGEST = 60;
const STEPS = 3000;
/** How many operations of each client are named. */
const NAMED = 8;

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
  const { history, causal, ring } = verdict;
  const words = ({ input, output }: Operation<Input, Output>): string =>
    model.describeOperation(input, output === undefined ? undefined : shorten(output));
  const name = (operation: Operation<Input, Output>): string => `${operation.client}'s ${words(operation)}`;
  const core = causal?.operations ?? smallestNotSequential(model, history);
  const views = viewsOfClients(core, words);
  const where = ring === undefined ? farthestOrder(verdict, name) : ringSentence(ring.map(name));
  return {
    message: "not sequentially consistent: no one order of the calls is what every client saw",
    expected:
      "one order of all calls, with the calls of each client in its own order, that explains every answer",
    got: views.join("; "),
    reasons:
      causal === undefined ? [...views.map((view) => `No order fits: ${view}.`), where] : [causal.reason],
    core,
  };
}

function farthestOrder<Input, Output>(
  { history, longestPartial, waiting }: Extract<SequentialVerdict<Input, Output>, { kind: "illegal" }>,
  name: (operation: Operation<Input, Output>) => string,
): string {
  const last = longestPartial.at(-1);
  const where = last === undefined ? "" : ` and ends with ${name(last)}`;
  return `The longest order found has ${String(longestPartial.length)} of ${String(history.length)} calls${where}; then comes ${waiting.map(name).join(", ")}, which is impossible there.`;
}

/** Each comes before the next, and the last before the first. */
function ringSentence(ring: readonly string[]): string {
  const steps = ring.map((one, i) => `${one} before ${ring[(i + 1) % ring.length] ?? one}`);
  return `Every order that explains the answers would have to put ${steps.join(", ")}.`;
}

function smallestNotSequential<State, Input, Output>(
  model: Model<State, Input, Output>,
  history: History<Input, Output>,
): History<Input, Output> {
  if (history.length > LONGEST) return history;
  return illegalCoreOf(model, history, (smaller) => checkSequential(model, smaller, { steps: STEPS })).map(
    (i) => history[i] as Operation<Input, Output>,
  );
}

/** What each client did, as `a: put("x", "1"), then get("y") → ""`. */
function viewsOfClients<Input, Output>(
  operations: History<Input, Output>,
  words: (operation: Operation<Input, Output>) => string,
): string[] {
  const byClient = new Map<string, string[]>();
  for (const operation of operations) {
    const own = byClient.get(operation.client);
    if (own === undefined) byClient.set(operation.client, [words(operation)]);
    else own.push(words(operation));
  }
  return [...byClient].map(([client, own]) => {
    const more = own.length > NAMED ? ` and ${String(own.length - NAMED)} more` : "";
    return `${client}: ${own.slice(0, NAMED).join(", then ")}${more}`;
  });
}
