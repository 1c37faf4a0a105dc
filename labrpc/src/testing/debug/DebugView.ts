import type { DebugChoice, RunRecord, StateChange } from "../../records";
import type { DebugHostAction } from "./DebuggedLab";
import type { DebugOperation, DebugStep, MissedChoice } from "./DebugRun";
import type { PendingShown } from "./showPending";

/** What is to be done to a run, in one go. */
export type DebugAct =
  | { readonly kind: "choice"; readonly choice: DebugChoice }
  /** Starts an operation of a clerk. */
  | {
      readonly kind: "operation";
      readonly clerk: string;
      readonly name: string;
      readonly args: readonly unknown[];
    }
  | { readonly kind: "new clerk"; readonly name: string }
  /** Time brings event after event: to the next of a host, to the next change of a part of its state, to the failure. */
  | { readonly kind: "until host"; readonly host: string }
  | { readonly kind: "until change"; readonly host: string; readonly object: string; readonly path: string }
  | { readonly kind: "until failure" };

/** What the checker says of the operations so far. */
export type DebugVerdict =
  | { readonly kind: "holds" | "unknown"; readonly message: string }
  | {
      readonly kind: "failed";
      readonly message: string;
      readonly expected?: string;
      readonly got?: string;
      readonly details: readonly string[];
    };

/** The state of a host: texts by path, by object. */
export type HostStateShown = readonly {
  readonly object: string;
  readonly parts: readonly (readonly [path: string, text: string])[];
}[];

/** Everything that there is to see of a run after its last choice. */
export interface DebugView {
  readonly steps: readonly DebugStep[];
  readonly pending: readonly PendingShown[];
  readonly operations: readonly DebugOperation[];
  /** Virtual ms. */
  readonly now: number;
  readonly isOver: boolean;
  readonly verdict: DebugVerdict;
  readonly record: RunRecord;
  readonly clerks: readonly string[];
  readonly hosts: readonly {
    readonly name: string;
    readonly actions: readonly DebugHostAction[];
    readonly state: HostStateShown;
  }[];
  /** What the last step changed of the state. */
  readonly changed: readonly StateChange[];
  /** Choices that were asked for and are not possible. */
  readonly missed: readonly MissedChoice[];
  /** Why what was asked for last was not done. */
  readonly refused?: string;
  readonly digest: string;
}

/** What can be done at all, known before the first event. */
export interface DebugOffer {
  readonly title: string;
  readonly operations: readonly {
    readonly name: string;
    readonly parameters: readonly string[];
    readonly example: string;
  }[];
  readonly judgements: Readonly<Record<string, DebugHostAction["call"]>>;
  /** Whether hosts can be disconnected, and so on: not in a test, which does that itself. */
  readonly isFree: boolean;
}
