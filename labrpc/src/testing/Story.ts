import type { FaultPlan } from "../simulation/Fault";
import type { SmallestCause } from "./smallestCause";

/** The smallest cause of a failing run. Plain data. */
export interface Story {
  /** In sentences. */
  readonly cause: readonly string[];
  readonly search: SmallestCause["search"];
  /** How often the test was run to find it. */
  readonly runs: number;
  /** Run with it, the test fails in the same way. */
  readonly plan: FaultPlan;
}
