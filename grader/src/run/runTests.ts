import type { SearchEffort } from "labrpc/testing";
import type { Lab } from "toolkit/labs/readLab";
import type { WorkerIsolation } from "../protocol/protocol";
import type { TestRun } from "../protocol/TestRun";
import { ChunkedTest } from "./ChunkedTest";
import type { JobRequest } from "./JobRequest";
import type { RunProgress } from "./RunProgress";
import { seedsTasks, type SeedsTask, type RunTask } from "./RunTask";
import {
  explainRequest,
  hasLostItsSeed,
  isExplainedLater,
  runWithCounterexample,
} from "./runWithCounterexample";
import { WorkerPool } from "./WorkerPool";

export interface TestRunOptions {
  /** Processes at a time. */
  readonly jobs: number;
  /** Processes that others use as well, and that go on living. Default: `jobs` of its own. */
  readonly pool?: WorkerPool;
  /** Where student code runs, in processes of its own. Default: in those of the tests. */
  readonly isolation?: WorkerIsolation;
  /** How hard to look for the counterexample of each test's first failure. Default: not at all. Never of hidden tests. */
  readonly minimise?: SearchEffort;
  readonly onProgress?: (progress: RunProgress) => void;
  /** Called when a test is done; `index` is the request's. */
  readonly onTest?: (run: TestRun, index: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Runs tests in child processes, in the order given but for what may turn out not to be needed, and returns what
 * became of each, in the order given. A test that loses its process loses nothing else: the rest goes on in a fresh
 * one, and it is not tried again. Where the machine is to blame, it is; see JobSlot.
 *
 * 1. The seeds of each test are cut into chunks, and each chunk is a task.
 * 2. As many tasks as there may be processes are under way at a time, each in a process of the pool.
 * 3. When the last chunk that counts is done, the chunks make one run.
 * 4. A run that failed is explained, and its counterexample looked for, as a task at the end of the queue.
 * 5. Only then is the test done.
 *
 * A submission that does not parse fails each of its tests in the same way, so none is run after the first that says so.
 *
 * Throws ToolError when the lab's tests cannot be loaded or are not those of its manifest, and the signal's
 * reason when it is aborted.
 */
export async function runTests(
  lab: Lab,
  requests: readonly JobRequest[],
  { jobs, pool: given, isolation, minimise = "none", onProgress, onTest, signal }: TestRunOptions,
): Promise<TestRun[]> {
  const tests = requests.map((request) => new ChunkedTest(request));
  const minimised = new Map<number, TestRun>();
  /** By submission: what its tests come to when it does not parse. */
  const unparsed = new Map<string, TestRun>();
  const queue: RunTask[] = seedsTasks(tests, jobs);
  const pool = given ?? new WorkerPool(lab, jobs, isolation);
  let next = 0;
  const run = (request: JobRequest): Promise<TestRun> => pool.run(request, onProgress);
  const explained = async (request: JobRequest): Promise<TestRun> => {
    const done = await run(request);
    // A search may take more memory than a process has. The failure is explained all the same.
    return hasLostItsSeed(done) && request.minimise !== "none" ? run({ ...request, minimise: "none" }) : done;
  };
  const runSeeds = async (task: SeedsTask): Promise<void> => {
    const { test, index, seeds, chunk } = task;
    if (test.isDecidedBefore(chunk)) return;
    const { submission, test: name } = test.request;
    const known = unparsed.get(submission);
    const counted = isExplainedLater(lab, test.request, minimise) ? { countsFirstFailure: true } : {};
    const done =
      known === undefined
        ? await run({ ...test.request, seeds, ...counted })
        : { ...known, test: name, elapsedMs: 0 };
    if (done.ending.kind === "syntax-error") unparsed.set(submission, done);
    test.add(chunk, done);
    const whole = test.takeWhole();
    if (whole === undefined) return;
    const request = explainRequest(lab, test.request, whole, minimise);
    if (request === undefined) onTest?.(whole, index);
    else queue.push({ kind: "minimise", index, run: whole, request });
  };
  const work = async (): Promise<void> => {
    for (let task = queue[next]; task !== undefined; task = queue[next]) {
      next += 1;
      if (task.kind === "seeds") {
        await runSeeds(task);
        continue;
      }
      const whole = runWithCounterexample(task.run, await explained(task.request));
      minimised.set(task.index, whole);
      onTest?.(whole, task.index);
    }
  };
  const stopped = abortOf(signal);
  try {
    const workers = Array.from({ length: Math.min(jobs, queue.length) }, work);
    await Promise.race([Promise.all(workers), stopped.promise]);
  } finally {
    stopped.forget();
    if (given === undefined) pool.stop();
  }
  return tests.map((test, index) => minimised.get(index) ?? test.merged());
}

/** A promise that rejects with the signal's reason once it is aborted, and a way to listen no longer. */
function abortOf(signal: AbortSignal | undefined): {
  readonly promise: Promise<never>;
  readonly forget: () => void;
} {
  let stop = (): void => undefined;
  const promise = new Promise<never>((_, reject) => {
    stop = () => {
      reject(signal?.reason as Error);
    };
    if (signal?.aborted === true) stop();
    else signal?.addEventListener("abort", stop, { once: true });
  });
  // Who is stopped before anybody waits for it is told by the race.
  promise.catch(() => undefined);
  return {
    promise,
    forget: () => {
      signal?.removeEventListener("abort", stop);
    },
  };
}
