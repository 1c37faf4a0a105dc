import { realpathSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";

/** What the thread is started with. */
export interface StuckThreadData {
  readonly token: string;
  /** Milliseconds of processor time. */
  readonly silenceMs: number;
  /** One 32-bit counter of signs of life. */
  readonly pulse: SharedArrayBuffer;
  /** The grader's process, whose end is to be this one's end too. */
  readonly grader: number;
}

/** The thread, as the main thread sees it. */
export interface StuckThread {
  /** To be called at each sign of life. */
  readonly beat: () => void;
  /** Whose code runs now. */
  readonly submission: (folder: string) => void;
}

const PROGRAM = join(__dirname, "../../bin/stuck.js");

/**
 * Starts a thread that looks at this one: a thread that is stuck cannot say where.
 */
export function startStuckThread(options: Pick<StuckThreadData, "token" | "silenceMs">): StuckThread {
  const pulse = new SharedArrayBuffer(4);
  const counter = new Int32Array(pulse);
  const workerData: StuckThreadData = { ...options, pulse, grader: process.ppid };
  const thread = new Worker(PROGRAM, { workerData, resourceLimits: { maxOldGenerationSizeMb: 32 } });
  thread.unref();
  // Without it only the place is missing from a report.
  thread.on("error", () => undefined);
  return {
    beat: () => {
      Atomics.add(counter, 0, 1);
    },
    submission: (folder) => {
      thread.postMessage(realpathSync(folder));
    },
  };
}
