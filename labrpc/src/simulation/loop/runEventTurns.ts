import { drainPromiseJobs } from "./drainPromiseJobs";
import { soon } from "./soon";

/** Turns that run without a look at anything else. */
const BATCH = 64;

/** What runs in turns. */
export interface EventTurns {
  /** Called before the first of some turns that follow each other. */
  readonly enter: () => void;
  /** Runs one event at most. */
  readonly turn: () => void;
  readonly isOver: () => boolean;
  /** Whether the next turn has to wait for another process. */
  readonly isWaiting: () => boolean;
  /** Calls back when it need not wait any more. */
  readonly whenReady: (resume: () => void) => void;
  /** Called before each batch, for a process that watches. */
  readonly onBeat: (() => void) | undefined;
}

/**
 * Runs turn after turn until all is over. All promise jobs of a turn are done before the next one. A round of the event
 * loop for each turn would take seven times as long.
 */
export function runEventTurns(turns: EventTurns): Promise<void> {
  return new Promise((resolve) => {
    const { enter, isOver, isWaiting, whenReady, onBeat } = turns;
    const batch = (): void => {
      enter();
      if (isOver()) {
        resolve();
        return;
      }
      onBeat?.();
      if (drainPromiseJobs === undefined) soonRunBatch(turns);
      else runBatch(turns, drainPromiseJobs);
      if (isWaiting()) whenReady(batch);
      else soon(batch);
    };
    // Not at once: who calls this may be a promise job, and jobs are not drained within jobs.
    soon(batch);
  });
}

function runBatch({ turn, isOver, isWaiting }: EventTurns, drain: () => void): void {
  for (let i = 0; i < BATCH && !isOver() && !isWaiting(); i++) {
    turn();
    drain();
  }
}

/** Each turn is an immediate of its own, since Node drains the jobs between two of them. */
function soonRunBatch({ turn, isWaiting }: EventTurns): void {
  for (let i = 0; i < BATCH; i++)
    setImmediate(() => {
      if (!isWaiting()) turn();
    });
}
