import { join } from "node:path";
import { Worker } from "node:worker_threads";

const PROGRAM = join(__dirname, "../../bin/limit.js");

/**
 * Ends this process once it has used so much time of a processor, whatever it is busy with: a thread beside it looks.
 * Time in which other processes had the processor does not count, so it says something about the work alone.
 *
 * @param limitMs milliseconds of processor time
 */
export function limitTypeCheckTime(limitMs = TYPE_CHECK_LIMIT_MS): void {
  const thread = new Worker(PROGRAM, { workerData: limitMs, resourceLimits: { maxOldGenerationSizeMb: 16 } });
  thread.unref();
  // Without it the limit of real time is left.
  thread.on("error", () => undefined);
}

/** A lab's types take two seconds; a slow machine may need ten times as long. */
export const TYPE_CHECK_LIMIT_MS = 60_000;

/** What a process writes as its last words when the limit was reached. */
export const TYPE_CHECK_OUT_OF_TIME = "the limit of processor time was reached";
