import { writeSync } from "node:fs";
import type { WorkerReport } from "../protocol/protocol";

export type SendReport = (report: WorkerReport) => void;

/** The pipe to the grader. Student code has no file descriptors and does not know the token. */
const CHANNEL = 3;

/** Sends reports stamped with the token. */
export function workerReporter(token: string): SendReport {
  const write = lineWriter();
  return (report) => {
    write({ token, report });
  };
}

/** Writes values to the pipe, one a line. Written at once, so that a crash right after loses nothing. */
export function lineWriter(): (value: unknown) => void {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  const { stringify } = JSON;
  return (value) => {
    const bytes = Buffer.from(`${stringify(value)}\n`);
    let done = 0;
    while (done < bytes.length) {
      try {
        done += writeSync(CHANNEL, bytes, done);
      } catch (error) {
        // The pipe is full: the grader has not read yet.
        if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
        Atomics.wait(pause, 0, 0, 2);
      }
    }
  };
}
