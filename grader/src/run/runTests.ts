import type { Lab } from "../labs/readLab";
import { ToolError } from "../ToolError";
import { JobSlot } from "./JobSlot";
import type { Limits } from "./Limits";
import type { Job } from "./protocol";
import { ChunkedTest } from "./ChunkedTest";
import type { TestRun } from "./TestRun";

export type JobRequest = Omit<Job, "id" | "student">;

export interface RunOptions {
  /** Processes at a time. */
  readonly jobs: number;
  /** Called after each seed of a test. */
  readonly onSeed?: (test: string) => void;
  /** Called when a test is done; `index` is the request's. */
  readonly onTest?: (run: TestRun, index: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Runs tests in child processes, in the order given, and returns what became of each, in that order too. A test
 * that loses its process loses nothing else: the rest goes on in a fresh one, and it is not tried again.
 *
 * Throws ToolError when the lab's tests cannot be loaded or are not those of its manifest, and the signal's
 * reason when it is aborted.
 */
export async function runTests(
  lab: Lab,
  requests: readonly JobRequest[],
  { jobs, onSeed, onTest, signal }: RunOptions,
): Promise<TestRun[]> {
  const tests = requests.map((request) => new ChunkedTest(request));
  const queue = tests.flatMap((test, index) =>
    test.chunks.map((seeds, chunk) => ({ test, index, seeds, chunk })),
  );
  const slots: JobSlot[] = [];
  let next = 0;
  const work = async (slot: JobSlot): Promise<void> => {
    for (let id = next++; id < queue.length; id = next++) {
      const { test, index, seeds, chunk } = queue[id] as (typeof queue)[number];
      if (test.isDecidedBefore(chunk)) continue;
      const job: Job = { ...test.request, seeds, id, student: lab.manifest.student };
      test.record(chunk, await slot.run(job, limitsOf(lab, job)));
      const whole = test.takeWhole();
      if (whole !== undefined) onTest?.(whole, index);
    }
  };
  try {
    await new Promise<void>((resolve, reject) => {
      if (signal?.aborted === true) reject(signal.reason as Error);
      signal?.addEventListener("abort", () => {
        reject(signal.reason as Error);
      });
      const options = {
        specs: lab.specs,
        limits: limitsOf(lab),
        onTests: (names: readonly string[]): void => {
          const problem = unlisted(lab, names);
          if (problem !== undefined) reject(problem);
        },
        onSeed: ({ test }: Job) => onSeed?.(test),
      };
      for (let i = 0; i < Math.min(jobs, queue.length); i++) slots.push(new JobSlot(options));
      Promise.all(slots.map(work)).then(() => {
        resolve();
      }, reject);
    });
  } finally {
    for (const slot of slots) slot.stop();
  }
  return tests.map((test) => test.merged());
}

/** The wall-clock limit is for the manifest's number of seeds, and grows with a greater one. */
function limitsOf({ manifest }: Lab, job?: Job): Limits {
  const { seeds = manifest.seeds } = manifest.tests.find(({ name }) => name === job?.test) ?? {};
  const factor = Math.max(1, (job?.seeds.length ?? 0) / seeds);
  return {
    wallClockMs: manifest.wallClockSeconds * 1000 * factor,
    silenceMs: manifest.silenceSeconds * 1000,
    memoryMb: manifest.memoryMb,
  };
}

function unlisted(lab: Lab, names: readonly string[]): ToolError | undefined {
  const listed = new Set(lab.manifest.tests.map(({ name }) => name));
  const extra = names.filter((name) => !listed.has(name));
  if (extra.length === 0) return undefined;
  return new ToolError(
    `expected every test of ${lab.name} to be listed in ${lab.name}/lab.json, got also ${extra.join(", ")}; add it there`,
  );
}
