import type { StateChange } from "../../records";
import { stateKey } from "../../simulation/trace/foldStateChanges";
import { isTellingText } from "./isTellingText";

/** A wrong answer that is shorter is in too many texts. */
export const LEAST_ANSWER = 3;

/** A part of a state, as those ask for it who look for the one that matters. */
export type StatePart = Pick<StateChange, "host" | "path">;

/** Two runs, one of which fails, and what the failure is about. */
export interface TwoRuns {
  /** The changes of the failing run, in order, and those of the run that passes. */
  readonly here: readonly StateChange[];
  readonly there: readonly StateChange[];
  /** Whether a host is one that somebody sends requests to. */
  readonly isServer: (host: string) => boolean;
  /** Whether a part of a state is about what failed. */
  readonly isAbout: (part: StatePart) => boolean;
  /** The wrong answer, as the failure shows it. */
  readonly got: string | undefined;
}

/**
 * The change that tells most of a failure: the first by which a server comes to hold what it holds at no time in the run
 * that passes, and which is the wrong answer, or is about what failed. Returns its place; undefined where there is none.
 */
export function tellingChange({ here, there, isServer, isAbout, got }: TwoRuns): number | undefined {
  const known = new Set(there.map(valueOf));
  const isNew = (change: StateChange): boolean =>
    isServer(change.host) && isTellingText(change.after) && !known.has(valueOf(change));
  const isAnswer = (change: StateChange): boolean =>
    got !== undefined && got.length >= LEAST_ANSWER && change.after === got;
  for (const isMeant of [isAnswer, isAbout]) {
    const place = here.findIndex((change) => isMeant(change) && isNew(change));
    if (place !== -1) return place;
  }
  return undefined;
}

function valueOf(change: StateChange): string {
  return `${stateKey(change)} ${change.after ?? ""}`;
}
