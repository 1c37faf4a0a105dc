import type { SearchEffort } from "labrpc/testing";
import type { Lab } from "toolkit/labs/readLab";
import { JobSlot } from "../process/JobSlot";
import type { WorkerJob } from "../protocol/protocol";
import type { TestRun } from "../protocol/TestRun";
import { ChunkedTest } from "./ChunkedTest";
import type { JobRequest } from "./JobRequest";
import { limitsOfTest } from "./limitsOfTest";
import { manifestProblem } from "./manifestProblem";
import { seedsTasks, type SeedsTask, type RunTask } from "./RunTask";
import { minimiseRequest, runWithCounterexample } from "./runWithCounterexample";

export interface TestRunOptions {
  /** Processes at a time. */
  readonly jobs: number;
  /** How hard to look for the counterexample of each test's first failure. Default: not at all. Never of hidden tests. */
  readonly minimise?: SearchEffort;
  /** Called after each seed of a test. */
  readonly onSeed?: (test: string) => void;
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
 * 2. Each slot has a process, and takes task after task until there is none.
 * 3. When the last chunk that counts is done, the chunks make one run.
 * 4. Of a run that failed the counterexample is looked for, as a task at the end of the queue.
 * 5. Only then is the test done.
 *
 * Throws ToolError when the lab's tests cannot be loaded or are not those of its manifest, and the signal's
 * reason when it is aborted.
 */
export async function runTests(
  lab: Lab,
  requests: readonly JobRequest[],
  { jobs, minimise = "none", onSeed, onTest, signal }: TestRunOptions,
): Promise<TestRun[]> {
  const tests = requests.map((request) => new ChunkedTest(request));
  const minimised = new Map<number, TestRun>();
  const queue: RunTask[] = seedsTasks(tests);
  const slots: JobSlot[] = [];
  let next = 0;
  const run = (slot: JobSlot, id: number, request: JobRequest): Promise<TestRun> => {
    const job: WorkerJob = { ...request, id, student: lab.manifest.student };
    return slot.run(job, limitsOfTest(lab, job));
  };
  const runSeeds = async (slot: JobSlot, id: number, task: SeedsTask): Promise<void> => {
    const { test, index, seeds, chunk } = task;
    if (test.isDecidedBefore(chunk)) return;
    test.add(chunk, await run(slot, id, { ...test.request, seeds }));
    const whole = test.takeWhole();
    if (whole === undefined) return;
    const request = minimiseRequest(lab, test.request, whole, minimise);
    if (request === undefined) onTest?.(whole, index);
    else queue.push({ kind: "minimise", index, run: whole, request });
  };
  const work = async (slot: JobSlot): Promise<void> => {
    for (let task = queue[next]; task !== undefined; task = queue[next]) {
      const id = next++;
      if (task.kind === "seeds") {
        await runSeeds(slot, id, task);
        continue;
      }
      const whole = runWithCounterexample(task.run, await run(slot, id, task.request));
      minimised.set(task.index, whole);
      onTest?.(whole, task.index);
    }
  };
  try {
    await new Promise<void>((resolve, reject) => {
      if (signal?.aborted === true) reject(signal.reason as Error);
      signal?.addEventListener("abort", () => {
        reject(signal.reason as Error);
      });
      const options = {
        lab,
        limits: limitsOfTest(lab),
        onTests: (names: readonly string[]): void => {
          const problem = manifestProblem(lab, names);
          if (problem !== undefined) reject(problem);
        },
        onSeed: (job: WorkerJob) => {
          if (job.minimise === undefined) onSeed?.(job.test);
        },
      };
      for (let i = 0; i < Math.min(jobs, queue.length); i++) slots.push(new JobSlot(options));
      Promise.all(slots.map(work)).then(() => {
        resolve();
      }, reject);
    });
  } finally {
    for (const slot of slots) slot.stop();
  }
  return tests.map((test, index) => minimised.get(index) ?? test.merged());
}
