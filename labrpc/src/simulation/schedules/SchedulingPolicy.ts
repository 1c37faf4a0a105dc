import type { InFlightMessage } from "../messages/InFlightMessage";
import type { TraceKind } from "../../records";

/** Something that can happen next. */
export interface Alternative {
  readonly kind: "deliver" | "lose" | "copy";
  readonly message: InFlightMessage;
  /** The same alternative has the same name in every order. */
  readonly name: string;
}

/** Chooses which alternative comes next, and learns what each choice touched. */
export interface SchedulingPolicy {
  /** What was touched since the last choice: two choices that touch nothing in common can change places. */
  readonly touched: Set<string>;
  /** The number of an alternative; undefined ends the run. */
  choose(alternatives: readonly Alternative[]): number | undefined;
}

/** What a choice may touch beside hosts and messages. `everything` is in common with all. */
export const TOUCHED = {
  test: "the test",
  timers: "timers",
  losses: "losses",
  copies: "copies",
  everything: "everything",
} as const;

/** Notes what an entry in the trace touches beside its host: the test, or everything. */
export function noteTouched({ touched }: SchedulingPolicy, kind: TraceKind): void {
  if (kind === "begin" || kind === "end" || kind === "error") touched.add(TOUCHED.test);
  if (kind === "start" || kind === "crash" || kind === "network") touched.add(TOUCHED.everything);
}
