import { EventQueue } from "../clock/EventQueue";
import { OWN_LUCK, type Luck } from "../clock/Luck";
import type { Scheduler, SimulationView } from "./Scheduler";
import { followChoices } from "./followChoices";
import { SystematicScheduler } from "./SystematicScheduler";
import type { SchedulingPolicy } from "./SchedulingPolicy";
import { ChainPriorities } from "./ChainPriorities";
import { SampledPriorities } from "./SampledPriorities";
import { PriorityScheduler } from "./PriorityScheduler";
import { HOLD_MS, type StrategySpec } from "./StrategySpec";

/**
 * The scheduler that a strategy asks for. Throws RangeError for a wrong number.
 *
 * @param policy chooses in place of the spec's `choices`
 */
export function schedulerOf(
  spec: StrategySpec,
  {
    seed,
    simulation,
    policy,
    luck = OWN_LUCK,
  }: {
    seed: number;
    simulation: SimulationView;
    policy?: SchedulingPolicy | undefined;
    luck?: Luck;
  },
): Scheduler {
  switch (spec.kind) {
    case "random":
      return new EventQueue();
    case "pct": {
      const { depth, holdMs = HOLD_MS } = spec;
      checkWholeStrategyOption("depth", depth, 1);
      return new PriorityScheduler(new ChainPriorities(seed, depth, luck), checkedHoldMs(holdMs));
    }
    case "pos":
      return new PriorityScheduler(new SampledPriorities(seed, luck), checkedHoldMs(spec.holdMs ?? HOLD_MS));
    case "orders": {
      const { choices, losses = 0, duplicates = 0 } = spec;
      checkWholeStrategyOption("losses", losses, 0);
      checkWholeStrategyOption("duplicates", duplicates, 0);
      for (const choice of choices) checkWholeStrategyOption("choices", choice, 0);
      return new SystematicScheduler({
        policy: policy ?? followChoices(choices),
        losses,
        duplicates,
        simulation,
      });
    }
  }
}

function checkedHoldMs(holdMs: number): number {
  if (holdMs > 0) return holdMs;
  throw new RangeError(`holdMs: expected ms above 0, got ${String(holdMs)}`);
}

function checkWholeStrategyOption(name: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least)
    throw new RangeError(`${name}: expected a whole number from ${String(least)}, got ${String(value)}`);
}
