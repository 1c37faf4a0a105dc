import type { TraceEvent } from "labrpc/simulation";
import { eventsToCompare, replayEventLine, hashesOfReplay, type ReplayFile } from "../artifacts/ReplayFile";

/** Where a run went another way than the one that was written down. Events count from 1; what is printed does not. */
export interface Divergence {
  /** The first event that differs is not before this one … */
  readonly from: number;
  /** … and not after this one; the same number when it is known exactly. */
  readonly to: number;
  /** What happened there, then and now; undefined when it is not known, or when the run was over. */
  readonly then?: string;
  readonly now?: string;
}

/** Compares a run with the one that was written down; undefined when it went the same way, as far as is known. */
export function divergence(
  replay: ReplayFile,
  all: readonly TraceEvent[],
): Divergence | "unknown" | undefined {
  const { checkpoints, events: lines = [] } = replay;
  if (checkpoints === undefined) return "unknown";
  const events = eventsToCompare(all);
  const at = lines.findIndex((line, index) => {
    const event = events[index];
    return event === undefined || replayEventLine(event) !== line;
  });
  if (at !== -1) return describeDivergence(at + 1, at + 1, lines[at], events[at]);
  const { every, hashes } = checkpoints;
  const now = hashesOfReplay(events.slice(0, checkpoints.events), every);
  const wrong = hashes.findIndex((hash, index) => now[index] !== hash);
  if (wrong !== -1) {
    const from = Math.max(lines.length, wrong * every) + 1;
    const to = Math.min((wrong + 1) * every, checkpoints.events);
    return describeDivergence(from, to, undefined, from === to ? events[from - 1] : undefined);
  }
  if (events.length > checkpoints.events) {
    const next = checkpoints.events + 1;
    return describeDivergence(next, next, undefined, events[next - 1]);
  }
  return undefined;
}

function describeDivergence(
  from: number,
  to: number,
  then: string | undefined,
  event: TraceEvent | undefined,
): Divergence {
  return {
    from,
    to,
    ...(then === undefined ? {} : { then }),
    ...(event === undefined ? {} : { now: replayEventLine(event) }),
  };
}
