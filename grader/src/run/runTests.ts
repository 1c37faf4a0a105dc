import type { SearchEffort } from "labrpc/testing";
import type { Lab } from "toolkit/labs/readLab";
import { stubText } from "../protocol/stubText";
import { ToolError } from "toolkit/cli/ToolError";
import { JobSlot } from "../process/JobSlot";
import type { Limits } from "../process/Limits";
import type { Job } from "../protocol/protocol";
import { ChunkedTest } from "./ChunkedTest";
import { processTrouble } from "../protocol/trouble";
import type { TestRun } from "../protocol/TestRun";

export type JobRequest = Omit<Job, "id" | "student">;

/** Some seeds of a test. */
interface SeedsTask {
  readonly kind: "seeds";
  readonly test: ChunkedTest;
  readonly index: number;
  readonly seeds: readonly number[];
  readonly chunk: number;
}

/** A part of the work for one process: some seeds of a test, or the search for the counterexample of a failure. */
type Task =
  | SeedsTask
  | {
      readonly kind: "minimise";
      readonly index: number;
      readonly run: TestRun;
      readonly request: JobRequest;
    };

export interface RunOptions {
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
 * Throws ToolError when the lab's tests cannot be loaded or are not those of its manifest, and the signal's
 * reason when it is aborted.
 */
export async function runTests(
  lab: Lab,
  requests: readonly JobRequest[],
  { jobs, minimise = "none", onSeed, onTest, signal }: RunOptions,
): Promise<TestRun[]> {
  const tests = requests.map((request) => new ChunkedTest(request));
  const minimised = new Map<number, TestRun>();
  const queue: Task[] = inTurn(
    tests.flatMap((test, index) =>
      test.chunks.map((seeds, chunk) => ({ kind: "seeds" as const, test, index, seeds, chunk })),
    ),
  );
  const slots: JobSlot[] = [];
  let next = 0;
  const run = (slot: JobSlot, id: number, request: JobRequest): Promise<TestRun> => {
    const job: Job = { ...request, id, student: lab.manifest.student };
    return slot.run(job, limitsOf(lab, job));
  };
  const work = async (slot: JobSlot): Promise<void> => {
    for (let task = queue[next]; task !== undefined; task = queue[next]) {
      const id = next++;
      const { index } = task;
      if (task.kind === "minimise") {
        const whole = withCounterexample(task.run, await run(slot, id, task.request));
        minimised.set(index, whole);
        onTest?.(whole, index);
        continue;
      }
      const { test, seeds, chunk } = task;
      if (test.isDecidedBefore(chunk)) continue;
      test.add(chunk, await run(slot, id, { ...test.request, seeds }));
      const whole = test.takeWhole();
      if (whole === undefined) continue;
      const isHidden = lab.hidden?.names.has(whole.test) === true;
      if (
        minimise === "none" ||
        isHidden ||
        whole.first === undefined ||
        stubText(whole.first.explanation) !== undefined
      )
        onTest?.(whole, index);
      else {
        const request = { ...test.request, seeds: [whole.first.seed], stopAtFirstFailure: true, minimise };
        queue.push({ kind: "minimise", index, run: whole, request });
      }
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
        limits: limitsOf(lab),
        onTests: (names: readonly string[]): void => {
          const problem = unlisted(lab, names);
          if (problem !== undefined) reject(problem);
        },
        onSeed: (job: Job) => {
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

/** A seed that is run a second time, with everything recorded, takes so many times as long. */
const REPEATED = 4;

/** Puts later seeds last where the first failure ends a test: mostly they will not be needed then. */
function inTurn(tasks: readonly SeedsTask[]): SeedsTask[] {
  const waits = ({ test, chunk }: SeedsTask): boolean => test.request.stopAtFirstFailure && chunk > 0;
  return [...tasks.filter((task) => !waits(task)), ...tasks.filter(waits)];
}

/**
 * A run that failed, with the counterexample of its first failure, if there was one to find. It was looked for in
 * another process, perhaps, where the seed has to go the same way.
 */
function withCounterexample(run: TestRun, again: TestRun): TestRun {
  // How deep a stack goes is up to the engine: such a run is not to be had twice, and its failure stands.
  if (run.first?.explanation.message.includes("Maximum call stack size exceeded") === true) return run;
  const { first, ending } = again;
  if (ending.kind === "trouble" && ending.details !== undefined) return { ...run, failed: 0, ending };
  const isSame = first === undefined ? ending.kind !== "passed" : first.digest === run.first?.digest;
  if (!isSame) return { ...run, failed: 0, ending: processTrouble(run.first?.seed ?? 0) };
  return first?.counterexample === undefined ? run : { ...run, first };
}

/** The limit of a test's time is for the manifest's number of seeds, and grows with a greater one. */
export function limitsOf({ manifest }: Lab, job?: Job): Limits {
  const { seeds = manifest.seeds } = manifest.tests.find(({ name }) => name === job?.test) ?? {};
  const factor = Math.max(1, (job?.seeds.length ?? 0) / seeds) * (job?.repeat === true ? REPEATED : 1);
  return {
    wallClockMs: manifest.wallClockSeconds * 1000 * factor,
    silenceMs: manifest.silenceSeconds * 1000,
    memoryMb: manifest.memoryMb,
  };
}

/** What is wrong with the titles of a lab's mocha tests. */
export function unlisted(lab: Lab, names: readonly string[]): ToolError | undefined {
  const listed = new Set(lab.manifest.tests.map(({ name }) => name));
  const extra = names.filter((name) => !listed.has(name));
  const where = lab.hidden === undefined ? "" : ", and every hidden one in hidden.json";
  if (extra.length > 0)
    return new ToolError(
      `expected every test of ${lab.name} to be listed in ${lab.name}/lab.json${where}, got also ${extra.join(", ")}; add it there`,
    );
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  if (twice.length > 0)
    return new ToolError(
      `expected each test of ${lab.name} once, got ${twice.join(", ")} again; give it another name`,
    );
  const absent = [...(lab.hidden?.names ?? [])].filter((name) => !names.includes(name));
  if (absent.length > 0)
    return new ToolError(
      `expected a mocha test for each name in hidden.json, got none for ${absent.join(", ")}; write it, or take it out there`,
    );
  return undefined;
}
