import type { GeneratedKind, KeyProfile } from "./GeneratedKind";
import type { Operation } from "../history/History";
import { SeededNumbers } from "./SeededNumbers";
import { withWrongAnswer } from "./withWrongAnswer";

/** How large a generated history is, and what its keys are like. */
export interface GeneratedShape {
  /** Each calls one operation after the other. */
  readonly clients: number;
  readonly operations: number;
  /** One for each key; the keys are called "k0", "k1", … */
  readonly keys: readonly KeyProfile[];
}

/** When one operation happens; whole numbers of ticks. */
interface PlannedCall {
  readonly client: number;
  readonly name: string;
  readonly key: number;
  readonly called: number;
  readonly effect: number;
  readonly returned: number;
}

const LONGEST_WAIT = 20;

/**
 * A recorded history as a store that works would leave it, except where a profile says what is wrong. The same seed
 * and shape give the same history. A client whose operation never returned goes on under another name.
 */
export function generatedHistory<State, Input, Output>(
  kind: GeneratedKind<State, Input, Output>,
  seed: number,
  shape: GeneratedShape,
): Operation<Input, Output>[] {
  const numbers = new SeededNumbers(seed);
  const states = shape.keys.map(() => kind.model.init);
  const calls = plannedCalls(numbers, shape).sort((a, b) => a.effect - b.effect);
  const operations = calls.map(({ client, name, key, called, effect, returned }, i) => {
    const profile = shape.keys[key] as KeyProfile;
    const state = states[key] as State;
    const input = kind.request(`k${String(key)}`, state, profile, numbers, client, i);
    const known = returned !== Infinity && !numbers.happens(profile.unanswered ?? 0);
    const output = known ? kind.answer(state, input) : undefined;
    const next = effect === Infinity ? undefined : kind.model.step(state, input, output);
    if (next !== undefined) states[key] = next;
    return { key, operation: { client: name, input, output, called, returned } };
  });
  const changed = shape.keys.map((profile, key) => {
    const own = operations.filter((one) => one.key === key).map(({ operation }) => operation);
    return withWrongAnswer(kind, own, profile, numbers);
  });
  return changed.flat().sort((a, b) => a.called - b.called);
}

function plannedCalls(numbers: SeededNumbers, { clients, operations, keys }: GeneratedShape): PlannedCall[] {
  const weights = keys.map(({ weight = 1 }) => weight);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const now = Array.from({ length: clients }, () => numbers.below(LONGEST_WAIT));
  const names = Array.from({ length: clients }, () => 0);
  return Array.from({ length: operations }, () => {
    // Whoever is first with its last call goes on, so that all clients work to the end.
    const client = now.indexOf(Math.min(...now));
    let left = numbers.share() * sum;
    const chosen = weights.findIndex((weight) => (left -= weight) < 0);
    const key = chosen < 0 ? keys.length - 1 : chosen;
    const { pending = 0, longest = 40 } = keys[key] as KeyProfile;
    const called = (now[client] as number) + 1 + numbers.below(LONGEST_WAIT);
    const effect = called + numbers.below(longest);
    const returned = effect + numbers.below(Math.max(1, longest - (effect - called)));
    const name = `c${String(client)}-${String(names[client])}`;
    now[client] = returned;
    if (!numbers.happens(pending)) return { client, name, key, called, effect, returned };
    names[client] = (names[client] as number) + 1;
    return {
      client,
      name,
      key,
      called,
      effect: numbers.happens(0.5) ? Infinity : effect + numbers.below(4 * longest),
      returned: Infinity,
    };
  });
}
