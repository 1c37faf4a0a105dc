import { Queue, QueueEvents, type Job } from "bullmq";
import { Redis } from "ioredis";
import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { IsolationTier } from "labrpc/isolation";
import { ToolError } from "toolkit/cli/ToolError";
import type { Lab } from "toolkit/labs/readLab";
import type { TestRun } from "../../protocol/TestRun";
import type { runTests } from "../../run/runTests";
import { classQueueName, MOST_TRIES, QUEUE_PREFIX, shownQueue } from "./classQueue";
import { packQueued, queuedJobOf, unpackQueuedRuns } from "./QueuedJob";

/** Real milliseconds for the first answer of a Redis. */
const CONNECT_MS = 10_000;
/** Real milliseconds after which a job is looked at although nobody has told of it: a message may have been lost. */
const LOOK_MS = 10_000;
/** Real milliseconds before it is asked again. */
const AGAIN_MS = 500;
/** Real seconds that Redis keeps a result which nobody has fetched. */
const KEPT_SECONDS = 7 * 24 * 3600;

/** Tests that workers run which take their work from a Redis. */
export class QueuedTests {
  readonly #queue: Queue<string, string>;
  readonly #events: QueueEvents;

  private constructor(queue: Queue<string, string>, events: QueueEvents) {
    this.#queue = queue;
    this.#events = events;
  }

  /** Rejects with ToolError when there is no Redis at the address. @param url see queueOption @param tier how workers are to keep student code apart */
  static async open(url: string, lab: Lab, tier: IsolationTier): Promise<QueuedTests> {
    await expectRedis(url);
    const name = classQueueName(lab, tier);
    const options = { connection: { url }, prefix: QUEUE_PREFIX };
    const queue = new Queue<string, string>(name, options);
    const events = new QueueEvents(name, options);
    // A Redis that goes away is waited for; all that counts is asked for again.
    queue.on("error", () => undefined);
    events.on("error", () => undefined);
    await Promise.all([queue.waitUntilReady(), events.waitUntilReady()]);
    return new QueuedTests(queue, events);
  }

  /** How many workers listen that have this kit and these tests. */
  workers(): Promise<number> {
    return this.#queue.getWorkersCount();
  }

  /**
   * `runTests`, done by a worker. The same tests of the same code are one job, however often they are asked for, so a
   * class that is killed and run again finds what was done meanwhile. Rejects with ToolError after three tries.
   */
  readonly run: typeof runTests = async (_lab, requests, { minimise = "none", onTest, signal }) => {
    const folder = requests[0]?.submission;
    if (folder === undefined) return [];
    const packed = packQueued(queuedJobOf(folder, requests, minimise));
    const jobId = createHash("sha256").update(packed).digest("hex");
    const job = await this.#queue.add("tests", packed, {
      jobId,
      attempts: MOST_TRIES,
      removeOnComplete: { age: KEPT_SECONDS },
      removeOnFail: { age: KEPT_SECONDS },
    });
    const runs: readonly TestRun[] = unpackQueuedRuns(await this.#resultOf(job, signal));
    runs.forEach((run, index) => onTest?.(run, index));
    // Kept on this side by now.
    await job.remove();
    return [...runs];
  };

  async close(): Promise<void> {
    await Promise.allSettled([this.#events.close(), this.#queue.close()]);
  }

  async #resultOf(job: Job<string, string>, signal: AbortSignal | undefined): Promise<string> {
    const aborted = abortedBy(signal);
    for (;;) {
      signal?.throwIfAborted();
      const told = await Promise.race([
        job.waitUntilFinished(this.#events, LOOK_MS).then(
          (value) => ({ value }),
          () => undefined,
        ),
        aborted,
      ]);
      if (told !== undefined) return told.value;
      signal?.throwIfAborted();
      // Failed, or not done yet, or nobody told.
      const now = await this.#queue.getJob(job.id ?? "");
      const state = await now?.getState();
      if (state === "completed" && now !== undefined) return now.returnvalue;
      if (state !== "failed" && now !== undefined) {
        await sleep(AGAIN_MS);
        continue;
      }
      // The next grading of the class tries anew.
      await now?.remove();
      throw new ToolError(
        `the workers gave up after ${String(MOST_TRIES)} tries: ${now?.failedReason ?? "the job is gone"}`,
      );
    }
  }
}

/** Rejects with ToolError when no Redis answers at once: the queue itself would wait for one. */
async function expectRedis(url: string): Promise<void> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: CONNECT_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  let problem = "no answer";
  redis.on("error", (error: Error) => {
    problem = error.message;
  });
  try {
    await redis.connect();
    await redis.ping();
  } catch (error) {
    const got = problem === "no answer" ? (error as Error).message : problem;
    throw new ToolError(
      `expected a Redis at ${shownQueue(url)}, got ${got}; start one, or leave --queue out`,
    );
  } finally {
    redis.disconnect();
  }
}

function abortedBy(signal: AbortSignal | undefined): Promise<undefined> {
  return new Promise((resolve) => {
    signal?.addEventListener(
      "abort",
      () => {
        resolve(undefined);
      },
      { once: true },
    );
  });
}
