import type { FaultPlan } from "../../records";

/** A plan that differs in little from that of a failing run. */
export interface NearPlan {
  readonly plan: FaultPlan;
  /**
   * What it differs in: a fault fewer; two messages that arrive in the other order; an operation fewer; all faults or all
   * operations of a client fewer; without the operation that shows the failure.
   */
  readonly kind: "fault" | "order" | "operation" | "more" | "look";
  /** The same as a part of a sentence: "without the lost reply to get("k") from server-0 to clerk-1". */
  readonly how: () => string;
}
