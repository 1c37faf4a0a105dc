import type { Fault } from "../../records";

export type { Fault, FaultPlan } from "../../records";

export type MessageFault = Extract<Fault, { message: string }>;

/** A fault, and where in the run it happened. */
export interface FaultSeen {
  readonly fault: Fault;
  /** Virtual ms. */
  readonly at: number;
  /** The call, as in TraceEvent.id; 0 when it happened to none. */
  readonly id: number;
  /** The call's method with its arguments, cut when long; "" when it happened to none. */
  readonly call: string;
  /**
   * Whose doing it was: undefined for the network's chance, else a name of the part of the scenario. What a test
   * expects may rest on a fault that the test itself brought about.
   */
  readonly scripted: string | undefined;
  /** Whether a run without it makes no sense: after a crash the test starts a server anew. */
  readonly kept: boolean;
}

/** FaultSeen.scripted of a message that a test's network options lose with certainty. */
export const LOSES_EVERYTHING = "a network that loses everything";

/** Equal for the same fault of two runs. */
export function faultKey(fault: Fault): string {
  switch (fault.kind) {
    case "cut":
      return `cut ${String(fault.nth)}`;
    case "crash":
      return `crash ${fault.host} ${String(fault.nth)}`;
    default:
      return `${fault.kind} ${fault.message}`;
  }
}
