import type { StrategySpec } from "labrpc/simulation";
import { z } from "zod";

const count = z.int().min(0);

/** How a replay chooses the order of events: as in StrategySpec of labrpc. A replay without it goes by the seed. */
export const strategySpec = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("pct"),
    depth: z.int().min(1),
    holdMs: z.number().positive().exactOptional(),
  }),
  z.strictObject({ kind: z.literal("pos"), holdMs: z.number().positive().exactOptional() }),
  z.strictObject({
    kind: z.literal("orders"),
    choices: z.array(count),
    losses: count.exactOptional(),
    duplicates: count.exactOptional(),
  }),
]);

export type ReplayStrategy = z.infer<typeof strategySpec>;

/** What a replay holds of a strategy; undefined for the usual one. `choices` are those of the smaller order. */
export function replayStrategy(
  strategy: StrategySpec,
  choices: readonly number[] | undefined,
): ReplayStrategy | undefined {
  switch (strategy.kind) {
    case "random":
      return undefined;
    case "pct":
    case "pos":
      return { ...strategy };
    case "orders":
      return { ...strategy, choices: [...(choices ?? strategy.choices)] };
  }
}
