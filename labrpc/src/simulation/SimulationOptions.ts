import type { ClockBudget } from "./loop/EventClock";
import type { CodeBase } from "./code/CodeBase";
import type { FaultPlan } from "./faults/Fault";
import type { OtherLuck } from "./clock/Luck";
import type { NetworkOptions } from "./network/NetworkOptions";
import type { Scheduler } from "./schedules/Scheduler";
import type { SchedulingPolicy } from "./schedules/SchedulingPolicy";
import type { StrategySpec } from "./schedules/StrategySpec";

/** What a simulation is made of. */
export interface SimulationOptions {
  /** Everything random in the run comes from it. A whole number. */
  seed: number;
  /** What commands and reports call this seed: 1, 2, 3 …; see `inTurn`. Default: `seed`. */
  seedNumber?: number;
  /** The student code that hosts run; without it hosts have ends only. */
  code?: CodeBase;
  network?: NetworkOptions;
  /** What a run may use up before it counts as making no progress. Default 600,000 virtual ms and 500,000 events. */
  budget?: ClockBudget;
  /** Keeps every event of the trace, and the places of calls and timers. Slower. Default false. */
  record?: boolean;
  /**
   * Records the state of the hosts after each event; see StateChange. Takes several times as long. No influence on the
   * run: same events, same digest. Default false.
   */
  recordState?: boolean;
  /** Says in the result which order the messages took; see CausalOrder. Default false. */
  orders?: boolean;
  /** Runs student code in a realm that no run has used before. Slower; shows what a used one would change. Default false. */
  freshRealm?: boolean;
  /** What is to go wrong, instead of what the seed says. */
  plan?: FaultPlan;
  /** The run goes its way to a moment, and on from there as chance likes. */
  luck?: OtherLuck;
  /** Called now and then while the run goes on, for a process that watches. */
  onBeat?: () => void;
  /** Whether the run may end at once, since nobody wants it any more; its result then says nothing. */
  isAbandoned?: () => boolean;
  /** How the order of events is chosen. Default: random. */
  strategy?: StrategySpec;
  /** Chooses in place of the `choices` of the strategy "orders". */
  policy?: SchedulingPolicy;
  /** Picks each event, in place of the strategy's scheduler, whose times and losses stay as they are. */
  scheduler?: Scheduler;
  /** Measured figures of an earlier run of the same seed; see `freesAtMost`. */
  measured?: readonly number[];
}
