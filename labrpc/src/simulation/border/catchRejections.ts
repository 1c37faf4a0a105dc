import { types } from "node:util";

/** Who rejected a promise that nobody handles: the test, whose promises are of this realm, or student code. */
export type Rejecter = "test" | "student";

/** Told of a rejection that nobody handles. */
export type OnRejection = (reason: unknown, by: Rejecter) => void;

/** Runs that are under way; the last that had a turn is the one whose promise jobs are done. */
const runs = new Set<OnRejection>();
let current: OnRejection | undefined;
let others: NodeJS.UnhandledRejectionListener[] = [];

/** What catches the rejections of one run. */
export interface RejectionCatch {
  /** The run has a turn: what is rejected from now on is its. */
  readonly enter: () => void;
  /** Ends this. */
  readonly stop: () => void;
}

/**
 * Gives unhandled rejections to the run alone that had the last turn, instead of ending the process. Several runs may be
 * under way, and take turns.
 *
 * A reason of student code's may be anything, such as a proxy whose traps run when it is looked at. So it is told by the
 * promise whose it is, and is not touched here.
 */
export function catchRejections(own: OnRejection): RejectionCatch {
  if (runs.size === 0) {
    others = process.listeners("unhandledRejection");
    process.removeAllListeners("unhandledRejection");
    process.on("unhandledRejection", passToCurrentRun);
  }
  runs.add(own);
  return {
    enter: () => {
      current = own;
    },
    stop: () => {
      runs.delete(own);
      if (current === own) current = undefined;
      if (runs.size > 0) return;
      process.off("unhandledRejection", passToCurrentRun);
      for (const other of others) process.on("unhandledRejection", other);
    },
  };
}

function passToCurrentRun(reason: unknown, promise: Promise<unknown>): void {
  const isTests = Object.getPrototypeOf(promise) === Promise.prototype && !types.isProxy(reason);
  current?.(reason, isTests ? "test" : "student");
}
