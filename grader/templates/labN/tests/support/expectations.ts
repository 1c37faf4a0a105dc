import { linearizable } from "harness";
import { Violation } from "labrpc/simulation";
import { counterModel } from "./counterModel";
import type { CounterOperation } from "./harness";

/** Fails unless one order of all calls explains every answer. */
export const expectLinearizable = linearizable(counterModel, { about: ({ op }) => op });

/**
 * Fails unless the last read found the sum of all adds before it. Amounts must be above 0. Says nothing when an
 * add was still under way. expectLinearizable would find the same; this finds plainer words.
 */
export function expectSum(history: readonly CounterOperation[]): void {
  const read = history.findLast(({ input, output }) => input.op === "read" && output !== undefined);
  if (read?.output === undefined) return;
  let sum = 0;
  for (const { input, called, returned } of history) {
    if (input.op === "read" || called > read.called) continue;
    if (returned > read.called) return;
    sum += input.amount;
  }
  if (read.output === sum) return;
  throw new Violation(
    read.output > sum
      ? "the total is too large: something was added more than once"
      : "the total is too small: something that was added is not in it",
    {
      expected: `${String(sum)}, the sum of all adds`,
      got: String(read.output),
      about: { text: "add", untilMs: read.returned },
      restsOn: "history",
    },
  );
}
