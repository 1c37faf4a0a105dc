import type { HistoryView } from "../../simulation/outcome/HistoryView";
import type { Span } from "../../simulation/trace/SpanLog";
import type { TraceEvent } from "../../simulation/trace/Trace";

/**
 * Everything there is to see of one run, as plain data (JSON). Times are virtual ms since the start of the run.
 * The picture of a failing test is drawn from it.
 */
export interface RunRecord {
  readonly schema: "run-record/v1";
  readonly test: string;
  readonly seed: number;
  /** Why the run failed: one sentence, and what belongs to it. */
  readonly failure: {
    readonly message: string;
    readonly expected?: string;
    readonly got?: string;
    /** Where in the student's code, as "server.ts:12:5". */
    readonly place?: string;
    readonly details: readonly string[];
    /** Equal for failures of the same kind; see `failureSignature`. */
    readonly signature?: string;
    /** The command that shows this failure again. */
    readonly replay?: string;
  };
  /** The smallest counterexample found, in sentences; empty when nobody looked for it. */
  readonly cause: readonly string[];
  /** Hosts in the order in which they appeared; the network itself is none. */
  readonly hosts: readonly string[];
  /** In order. Long runs: the last 50,000 at least. */
  readonly events: readonly TraceEvent[];
  /** Whether earlier events were dropped. */
  readonly complete: boolean;
  readonly spans: readonly Span[];
  readonly faults: readonly ShownFault[];
  /** The operations that a consistency checker looked at, when it was one that found the failure. */
  readonly history?: HistoryView;
}

/** A fault of the run. */
export interface ShownFault {
  /** The call that it happened to, as in `TraceEvent.id`; 0 when it happened to none. */
  readonly id: number;
  readonly at: number;
  readonly text: string;
}
