import { drainPromiseJobs } from "./drainPromiseJobs";

/** Jobs that run between two rounds of Node's event loop. */
const JOBS_OF_A_ROUND = 32;

const waiting: (() => void)[] = [];
let state: "idle" | "scheduled" | "running" = "idle";

/**
 * Calls a job soon, from no promise job and after all of them: as `setImmediate` does, whose round of the event loop takes
 * longer than many a job, so that several share one. Jobs run in the order in which they came.
 */
export function soon(job: () => void): void {
  waiting.push(job);
  if (state !== "idle") return;
  state = "scheduled";
  setImmediate(runRound);
}

function runRound(): void {
  state = "running";
  try {
    const most = drainPromiseJobs === undefined ? 1 : JOBS_OF_A_ROUND;
    for (let done = 0; done < most; done++) {
      const job = waiting.shift();
      if (job === undefined) break;
      job();
      drainPromiseJobs?.();
    }
  } finally {
    state = waiting.length > 0 ? "scheduled" : "idle";
    if (state === "scheduled") setImmediate(runRound);
  }
}
