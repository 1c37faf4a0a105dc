import type { HistoryView } from "../../simulation/outcome/HistoryView";
import type { Outcome } from "../../simulation/outcome/Outcome";

/** Why a run did not pass, in words. Paths are relative to the submission; times are virtual. */
export interface Explanation {
  readonly kind: Outcome["kind"];
  /** One sentence. */
  readonly message: string;
  readonly expected?: string;
  readonly got?: string;
  readonly host?: string;
  /** Name of the error that student code threw, as "TypeError", where one ended the run. */
  readonly error?: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  /** The smallest counterexample found, in sentences. */
  readonly cause?: readonly string[];
  /** What a consistency checker says of the operations. */
  readonly history?: HistoryView;
  /** Pending calls, busy timers, errors of handlers. */
  readonly details: readonly string[];
  /** The last things that happened, the newest last. */
  readonly lastEvents: readonly string[];
  /** What the hosts printed last. */
  readonly console: readonly string[];
}
