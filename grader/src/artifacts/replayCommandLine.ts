import { HOLD_MS } from "labrpc/reporting";
import type { StrategySpec } from "labrpc/simulation";

type SeedStrategy = Exclude<StrategySpec, { kind: "orders" }>;

/** The command that shows a failing run again. `flags` is what chose the submission. */
export function replayCommandLine(
  lab: string,
  flags: string,
  { test, seed, strategy }: { test: string; seed: number; strategy: StrategySpec },
): string {
  switch (strategy.kind) {
    case "random":
      return `npm run grade ${lab} --${flags} --test ${test} --seed ${String(seed)}`;
    case "pct":
    case "pos":
      return `npm run explore ${lab} --${flags} --strategy ${priorityOptions(strategy)} --test ${test} --from ${String(seed)} --seeds 1`;
    case "orders": {
      const { choices } = strategy;
      const order = choices.length === 0 ? "0" : choices.join(",");
      return `npm run explore ${lab} --${flags} --strategy exhaustive${lossOptions(strategy)} --test ${test} --choices ${order}`;
    }
  }
}

/** The command that looks for the same failure in other runs: over all seeds, over more of them, or in all orders. */
export function exploreAgainCommandLine(
  lab: string,
  flags: string,
  { test, strategy }: { test: string; strategy: StrategySpec },
): string {
  switch (strategy.kind) {
    case "random":
      return `npm run grade ${lab} --${flags} --test ${test}`;
    case "pct":
    case "pos":
      return `npm run explore ${lab} --${flags} --strategy ${priorityOptions(strategy)} --test ${test}`;
    case "orders":
      return `npm run explore ${lab} --${flags} --strategy exhaustive${lossOptions(strategy)} --test ${test}`;
  }
}

/** The command that looks for more failures of a test over the seeds from 1 on, as a search without orders does. */
export function exploreSeedsCommandLine(
  lab: string,
  flags: string,
  { test, strategy, seeds }: { test: string; strategy: SeedStrategy; seeds: number },
): string {
  const chosen = strategy.kind === "random" ? "" : ` --strategy ${priorityOptions(strategy)}`;
  return `npm run explore ${lab} --${flags}${chosen} --test ${test} --seeds ${String(seeds)}`;
}

function priorityOptions(strategy: Extract<StrategySpec, { kind: "pct" | "pos" }>): string {
  const { kind, holdMs = HOLD_MS } = strategy;
  const depth = strategy.kind === "pct" ? ` --depth ${String(strategy.depth)}` : "";
  return `${kind}${depth}${holdMs === HOLD_MS ? "" : ` --hold ${String(holdMs)}`}`;
}

function lossOptions({ losses = 0, duplicates = 0 }: Extract<StrategySpec, { kind: "orders" }>): string {
  return ` --losses ${String(losses)}${duplicates === 0 ? "" : ` --duplicates ${String(duplicates)}`}`;
}
