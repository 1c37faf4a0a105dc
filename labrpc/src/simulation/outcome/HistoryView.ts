/** The operations of the clients, and where each can take effect: plain data, for reports and pictures. */
export interface HistoryView {
  readonly operations: readonly ShownOperation[];
  /** Why the operation that is impossible cannot be placed: sentences. */
  readonly reasons: readonly string[];
}

/** One operation. Times are virtual ms. */
export interface ShownOperation {
  readonly client: string;
  /** The operation and its answer. */
  readonly text: string;
  readonly called: number;
  /** null when it never returned. */
  readonly returned: number | null;
  /** When it can take effect in the longest order that was found; null when it is not part of that. */
  readonly effect: number | null;
  readonly status: "placed" | "impossible" | "unplaced" | "unknown";
}
