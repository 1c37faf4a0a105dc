import type { FaultPlan } from "../../simulation/faults/Fault";
import type { MinimisedPlan } from "./minimisePlan";

/** The smallest run found that still fails: what it takes, and how to run it again. Plain data. */
export interface Counterexample {
  /** In sentences: the few faults and operations that it takes to fail. */
  readonly cause: readonly string[];
  readonly search: MinimisedPlan["search"];
  /** How often the test was run to find it. */
  readonly runs: number;
  /** Run with it, the test fails in the same way. */
  readonly plan: FaultPlan;
  /** Of a small scenario: the order in which it fails, as in the strategy "orders". The plan is empty then. */
  readonly choices?: readonly number[];
}
