import { HOLD_MS, type StrategySpec } from "labrpc/simulation";

/** The command that shows a failing run again. `flags` is what chose the submission. */
export function replayCommand(
  lab: string,
  flags: string,
  { test, seed, strategy }: { test: string; seed: number; strategy: StrategySpec },
): string {
  switch (strategy.kind) {
    case "random":
      return `npm run grade ${lab} --${flags} --test ${test} --seed ${String(seed)}`;
    case "pct": {
      const { depth, holdMs } = strategy;
      const hold = holdMs === undefined || holdMs === HOLD_MS ? "" : ` --hold ${String(holdMs)}`;
      return `npm run explore ${lab} --${flags} --strategy pct --depth ${String(depth)}${hold} --test ${test} --from ${String(seed)} --seeds 1`;
    }
    case "orders": {
      const { choices, losses = 0, duplicates = 0 } = strategy;
      const order = choices.length === 0 ? "0" : choices.join(",");
      const copies = duplicates === 0 ? "" : ` --duplicates ${String(duplicates)}`;
      return `npm run explore ${lab} --${flags} --strategy exhaustive --losses ${String(losses)}${copies} --test ${test} --choices ${order}`;
    }
  }
}
