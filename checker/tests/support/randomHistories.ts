import * as fc from "fast-check";
import type { Model, Operation } from "../../src";

/** One operation of a random history, before it is known what it is answered. */
interface Plan<Input> {
  readonly client: number;
  readonly input: Input;
  /** Time since the effect of the one before, and how far call and return are away from the effect. Small numbers, so
   * that many instants are shared. */
  readonly gap: number;
  readonly before: number;
  readonly after: number;
  readonly fate: "returns" | "answer unknown" | "never returns" | "never happens";
}

/** What makes a right history wrong, perhaps. */
interface Mutation<Output> {
  readonly at: number;
  readonly change: "output" | "swap" | "later" | "earlier" | "answered" | "lost";
  readonly output: Output;
  readonly by: number;
}

export interface RandomKind<State, Input, Output> {
  readonly model: Model<State, Input, Output>;
  /** A store in which operations run one after the other: what it answers, and how it looks afterwards. */
  execute(states: Map<string, State>, input: Input): Output;
  readonly inputs: fc.Arbitrary<Input>;
  readonly outputs: fc.Arbitrary<Output>;
  /** Makes the i-th input's written value one that no other input writes. */
  unique(input: Input, i: number): Input;
}

/** Right histories, and histories made wrong by one to three changes. */
export function randomHistories<State, Input, Output>(
  kind: RandomKind<State, Input, Output>,
  most: number,
): fc.Arbitrary<Operation<Input, Output>[]> {
  const plan: fc.Arbitrary<Plan<Input>> = fc.record({
    client: fc.integer({ min: 0, max: 3 }),
    input: kind.inputs,
    gap: fc.integer({ min: 0, max: 3 }),
    before: fc.integer({ min: 0, max: 5 }),
    after: fc.integer({ min: 0, max: 5 }),
    fate: fc.oneof(
      { weight: 9, arbitrary: fc.constant("returns" as const) },
      { weight: 1, arbitrary: fc.constant("answer unknown" as const) },
      { weight: 1, arbitrary: fc.constant("never returns" as const) },
      { weight: 1, arbitrary: fc.constant("never happens" as const) },
    ),
  });
  const mutation: fc.Arbitrary<Mutation<Output>> = fc.record({
    at: fc.nat(),
    change: fc.constantFrom("output", "swap", "later", "earlier", "answered", "lost"),
    output: kind.outputs,
    by: fc.integer({ min: 1, max: 8 }),
  });
  return fc
    .record({
      plans: fc.array(plan, { maxLength: most, size: "max" }),
      unique: fc.boolean(),
      mutations: fc.oneof(fc.constant([]), fc.array(mutation, { minLength: 1, maxLength: 3 })),
    })
    .map(({ plans, unique, mutations }) => {
      const history = right(
        kind,
        unique ? plans.map((p, i) => ({ ...p, input: kind.unique(p.input, i) })) : plans,
      );
      for (const change of mutations) if (history.length > 0) mutate(history, change);
      return history;
    });
}

function right<State, Input, Output>(
  kind: RandomKind<State, Input, Output>,
  plans: readonly Plan<Input>[],
): Operation<Input, Output>[] {
  const states = new Map<string, State>();
  let now = 10;
  return plans.map(({ client, input, gap, before, after, fate }) => {
    now += gap;
    const output = fate === "never happens" ? undefined : kind.execute(states, input);
    return {
      client: `c${String(client)}`,
      input,
      output: fate === "returns" ? output : undefined,
      called: now - before,
      returned: fate === "returns" || fate === "answer unknown" ? now + after : Infinity,
    };
  });
}

function mutate<Input, Output>(
  history: Operation<Input, Output>[],
  { at, change, output, by }: Mutation<Output>,
): void {
  const i = at % history.length;
  const one = history[i]!;
  const other = history[(i + by) % history.length]!;
  switch (change) {
    case "output":
      history[i] = { ...one, output };
      return;
    case "swap":
      history[i] = { ...one, output: other.output };
      history[(i + by) % history.length] = { ...other, output: one.output };
      return;
    case "later":
    case "earlier": {
      const shift = change === "later" ? by : -by;
      history[i] = { ...one, called: one.called + shift, returned: one.returned + shift };
      return;
    }
    case "answered":
      history[i] = { ...one, output: one.output ?? output, returned: Math.max(one.called, 10 + by) };
      return;
    case "lost":
      history.splice(i, 1);
  }
}
