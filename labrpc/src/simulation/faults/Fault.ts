/**
 * Something that went wrong in a run, by the network's chance or by the test's will. A fault has an identity
 * that survives when other faults, or whole operations, are left out: a message is named by the operation that
 * its caller was in, and by its number on its link within that operation.
 */
export type Fault =
  | {
      readonly kind: "lost-request" | "lost-reply";
      readonly message: string;
    }
  | {
      /** Slower than the network is without faults. */
      readonly kind: "late-request" | "late-reply";
      readonly message: string;
      /** How long the message travels, virtual ms, slow links included. */
      readonly delayMs: number;
    }
  | {
      readonly kind: "duplicate";
      readonly message: string;
      /** How long after the request each copy arrives, virtual ms. */
      readonly copiesMs: readonly number[];
    }
  | {
      /** A link fault, the nth of the run: the test disconnected a host, or made a partition, a blocked or a slow link. */
      readonly kind: "cut";
      readonly nth: number;
      readonly what: string;
    }
  | {
      /** The test crashed a host: the nth time. */
      readonly kind: "crash";
      readonly host: string;
      readonly nth: number;
    };

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

/** What is to go wrong in a run, instead of what the seed says. Plain data. */
export interface FaultPlan {
  readonly faults: readonly Fault[];
  /**
   * Until when the plan holds, virtual ms: later on, what the test itself does to messages, links and hosts takes
   * place again. Default: to the end.
   */
  readonly untilMs?: number;
  /** Operations that are left out, as "clerk-2/3": the third of clerk-2. Only where the test's harness allows it. */
  readonly leftOut: readonly string[];
}

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
