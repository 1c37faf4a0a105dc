import { drainPromiseJobs } from "./drainPromiseJobs";

/** Turns that run between two rounds of Node's event loop. */
const BATCH = 64;

/** What runs in turns. */
export interface EventTurns {
  /** Runs one event at most. */
  readonly turn: () => void;
  readonly isOver: () => boolean;
  /** Called before each batch, for a process that watches. */
  readonly onBeat: (() => void) | undefined;
}

/**
 * Runs turn after turn until all is over. All promise jobs of a turn are done before the next one. A round of the event
 * loop for each turn would take seven times as long.
 */
export function runEventTurns(turns: EventTurns): Promise<void> {
  return new Promise((resolve) => {
    const { isOver, onBeat } = turns;
    const batch = (): void => {
      if (isOver()) {
        resolve();
        return;
      }
      onBeat?.();
      if (drainPromiseJobs === undefined) soonRunBatch(turns);
      else runBatch(turns, drainPromiseJobs);
      setImmediate(batch);
    };
    // Not at once: who calls this may be a promise job, and jobs are not drained within jobs.
    setImmediate(batch);
  });
}

function runBatch({ turn, isOver }: EventTurns, drain: () => void): void {
  for (let i = 0; i < BATCH && !isOver(); i++) {
    turn();
    drain();
  }
}

/** Each turn is an immediate of its own, since Node drains the jobs between two of them. */
function soonRunBatch({ turn }: EventTurns): void {
  for (let i = 0; i < BATCH; i++) setImmediate(turn);
}
