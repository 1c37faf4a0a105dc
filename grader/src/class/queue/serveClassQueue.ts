import { Worker } from "bullmq";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { freshFolder } from "toolkit/files/freshFolder";
import { isWithin } from "toolkit/files/isWithin";
import type { Lab } from "toolkit/labs/readLab";
import type { GradingIsolation } from "../../grade/gradingIsolation";
import { runTests } from "../../run/runTests";
import { WorkerPool } from "../../run/WorkerPool";
import { classQueueName, MOST_TRIES, QUEUE_PREFIX, WORKER_LOST_MS } from "./classQueue";
import { packQueued, unpackQueuedJob, type QueuedJob } from "./QueuedJob";

/** What a worker serves. */
export interface ClassQueueService {
  readonly url: string;
  readonly lab: Lab;
  /** Processes at a time. */
  readonly jobs: number;
  /** How student code is kept apart. Default: not at all. */
  readonly isolation?: GradingIsolation;
  /** Runs the tests. Default: `runTests`. */
  readonly run?: typeof runTests;
  /** Real milliseconds without a sign of life after which another worker takes the work. Default: 30,000. */
  readonly lostMs?: number;
  readonly onDone?: (tests: number, ms: number) => void;
  /** A problem with Redis, or with a job that will be tried again. */
  readonly onProblem?: (message: string) => void;
}

/** Takes work of one lab's queue until it is closed; what is under way then is finished. */
export function serveClassQueue(service: ClassQueueService): { readonly close: () => Promise<void> } {
  const { url, lab, jobs, run = runTests, lostMs = WORKER_LOST_MS, onDone, onProblem } = service;
  const { isolation = { tier: "none" } } = service;
  const pool = new WorkerPool(lab, jobs, isolation.worker);
  const worker = new Worker<string, string>(
    classQueueName(lab, isolation.tier),
    async ({ data }) => {
      const started = performance.now();
      const job = unpackQueuedJob(data);
      const { folder, dispose } = freshFolder(`${lab.name}-submission`);
      try {
        const submission = join(folder, lab.name);
        writeQueuedFiles(job, submission);
        const requests = job.requests.map((request) => ({ ...request, submission }));
        const runs = await run(lab, requests, { jobs, pool, minimise: job.minimise });
        onDone?.(runs.length, performance.now() - started);
        return packQueued(runs);
      } finally {
        dispose();
      }
    },
    {
      connection: { url, maxRetriesPerRequest: null },
      prefix: QUEUE_PREFIX,
      // One submission at a time: one that kills its worker must not count as a try of another's.
      concurrency: 1,
      lockDuration: lostMs,
      stalledInterval: lostMs,
      maxStalledCount: MOST_TRIES - 1,
    },
  );
  worker.on("error", (error) => onProblem?.(error.message));
  worker.on("failed", (_, error) => onProblem?.(error.message));
  return {
    close: async () => {
      await worker.close();
      pool.stop();
    },
  };
}

function writeQueuedFiles({ files }: QueuedJob, folder: string): void {
  mkdirSync(folder);
  for (const [path, base64] of files) {
    const file = join(folder, path);
    if (!isWithin(folder, file)) throw new Error(`expected files below the lab's folder, got ${path}`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, Buffer.from(base64, "base64"), { mode: 0o600 });
  }
}
