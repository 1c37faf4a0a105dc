import type { FaultPlan } from "../../simulation/faults/Fault";
import type { SmallestCause } from "./minimisePlan";

/** The smallest cause of a failing run. Plain data. */
export interface Story {
  /** In sentences. */
  readonly cause: readonly string[];
  readonly search: SmallestCause["search"];
  /** How often the test was run to find it. */
  readonly runs: number;
  /** Run with it, the test fails in the same way. */
  readonly plan: FaultPlan;
  /** Of a small scenario: the order in which it fails, as in the strategy "orders". The plan is empty then. */
  readonly choices?: readonly number[];
}
