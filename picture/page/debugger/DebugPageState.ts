import type { DebugOffer, DebugStep, DebugView } from "labrpc/testing";

/** What the server tells the page after each command. */
export interface DebugPageState {
  /** Absent while there is no process. */
  readonly view?: DebugView;
  readonly offer?: DebugOffer;
  readonly branches: readonly {
    readonly id: number;
    readonly steps: readonly DebugStep[];
    readonly from?: { readonly branch: number; readonly at: number };
    readonly failed?: string;
  }[];
  readonly current: number;
  /** How many steps of the current branch have been made. */
  readonly at: number;
  /** Why there is no process. */
  readonly lost?: string;
  /** Said once. */
  readonly notice?: string;
  readonly code: string;
  readonly puzzle?: { readonly title: string; readonly best: number; readonly solved: boolean };
}
