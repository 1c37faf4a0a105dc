import type { ConsoleLine } from "./ConsoleLine";

/** What the runtime needs of a host. */
export interface HostHandle {
  readonly name: string;
  /** How far its `Date` is ahead of the simulation's clock, ms; negative: behind. */
  readonly clockAheadMs: number;
  readonly console: ConsoleLine[];
  /** The outcome of an operation: its result, or JSON of an ErrorText. */
  settle(operation: number, ok: boolean, text: string): void;
}
