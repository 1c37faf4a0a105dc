import type { ShownHistory } from "../../records";
import type { ViolationSubject, VerdictBasis } from "./Violation";

/** A request that has no outcome yet. */
export interface PendingCall {
  readonly from: string;
  readonly to: string;
  /** The method with its arguments. */
  readonly what: string;
  /** Virtual ms. */
  readonly since: number;
  /** "FILE:LINE:COLUMN" of the student's code, or "" when it was not recorded. */
  readonly where: string;
}

/** A request that reached its handler, which has not answered. */
export interface UnfinishedHandler {
  readonly host: string;
  /** Whose request it is. */
  readonly from: string;
  /** The method with its arguments. */
  readonly what: string;
  /** Virtual ms. */
  readonly since: number;
  /** Where the student's code was when it first waited, "FILE:LINE:COLUMN", or "". */
  readonly where: string;
}

/** An error of student code, as text. */
export interface ErrorReport {
  readonly name: string;
  readonly message: string;
  /** Lines of the student's code only; paths relative to the submission. */
  readonly stack: string;
}

/** A host or timer that was busy, and how often. */
export interface Busy {
  readonly who: string;
  readonly times: number;
}

/** How a run ended. */
export type Outcome =
  | { readonly kind: "passed" }
  | {
      readonly kind: "failed";
      readonly message: string;
      readonly expected?: string;
      readonly got?: string;
      readonly about?: ViolationSubject;
      readonly history?: ShownHistory;
      /** As in Violation. Default "scenario". */
      readonly restsOn?: VerdictBasis;
      readonly error?: ErrorReport;
      readonly host?: string;
    }
  | { readonly kind: "deadlock"; readonly waiting: readonly PendingCall[] }
  | {
      readonly kind: "no-progress";
      readonly budget: "virtual time" | "events";
      readonly hosts: readonly Busy[];
      readonly timers: readonly Busy[];
      readonly waiting: readonly PendingCall[];
    }
  | { readonly kind: "endless-loop"; readonly host: string; readonly error: ErrorReport }
  | { readonly kind: "busy-wait"; readonly host: string; readonly error: ErrorReport }
  | { readonly kind: "host-error"; readonly host: string; readonly error: ErrorReport };

/** What a run came to. */
export interface RunResult {
  readonly outcome: Outcome;
  readonly digest: string;
  readonly events: number;
  readonly virtualMs: number;
  /** Which order its messages took, where that was asked for; see CausalOrder. */
  readonly order?: string;
}
