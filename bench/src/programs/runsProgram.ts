import { Session, type Profiler } from "node:inspector";
import { join } from "node:path";
import { GCProfiler, getHeapStatistics } from "node:v8";
import { benchAllocatedBytes } from "../measure/benchAllocatedBytes";
import { benchTimeShares, type BenchTimeShares } from "../measure/benchTimeShares";
import { loadBenchKitModules } from "./benchKitModules";

/** What the program is told, as JSON in its only argument. */
export interface BenchRunsOrder {
  /** The kit that is measured: absolute. */
  readonly root: string;
  readonly lab: string;
  readonly test: string;
  /** Runs in each batch. */
  readonly seeds: number;
  /** Batches that are timed, after two that are not. With 0, nothing is measured: that fills caches. */
  readonly batches: number;
}

/** What it prints, as JSON. */
export interface BenchRunsResult {
  /** Processor time of a run, ms, for each batch: the process's, with all its threads. */
  readonly msPerRun: readonly number[];
  /** Bytes of JavaScript heap that a run allocates. */
  readonly heapBytesPerRun: number;
  readonly shares: BenchTimeShares;
}

const WARM_UP_BATCHES = 2;
const SAMPLE_US = 500;

/** Runs a test of a lab as a worker does, on the reference solution: first timed, then with its heap watched, then profiled. */
async function measureBenchRuns(order: BenchRunsOrder): Promise<BenchRunsResult | undefined> {
  const { root, lab, test, seeds, batches } = order;
  const { LabTests, readLab, testRun, hardenKitRealm } = loadBenchKitModules(root);
  const tests = new LabTests(readLab(root, lab).specs);
  hardenKitRealm?.();
  const submission = join(root, "solutions", lab);
  const runBatch = async (index: number): Promise<void> => {
    const first = index * seeds + 1;
    const chosen = Array.from({ length: seeds }, (_, i) => first + i);
    testRun.settings = { submission, seeds: chosen, minimise: "none", tell: "none" };
    const { kind, message = "" } = await tests.run(test);
    if (kind !== "passed") throw new Error(`${lab} ${test}: expected it to pass, got ${kind} ${message}`);
  };
  await runBatch(0);
  if (batches === 0) return undefined;
  for (let batch = 1; batch < WARM_UP_BATCHES; batch++) await runBatch(batch);
  const msPerRun: number[] = [];
  for (let batch = 0; batch < batches; batch++) {
    const before = process.cpuUsage();
    await runBatch(batch);
    const { user, system } = process.cpuUsage(before);
    msPerRun.push((user + system) / 1000 / seeds);
  }
  const heapBytesPerRun = (await benchBytesOf(() => runBatch(0))) / seeds;
  const shares = benchTimeShares(
    await benchProfileOf(async () => {
      for (let batch = 0; batch < Math.min(2, batches); batch++) await runBatch(batch);
    }),
    root,
  );
  return { msPerRun, heapBytesPerRun, shares };
}

async function benchBytesOf(work: () => Promise<void>): Promise<number> {
  const profiler = new GCProfiler();
  const start = getHeapStatistics().used_heap_size;
  profiler.start();
  await work();
  const { statistics } = profiler.stop();
  return benchAllocatedBytes({ start, end: getHeapStatistics().used_heap_size }, statistics);
}

async function benchProfileOf(work: () => Promise<void>): Promise<Profiler.Profile> {
  const session = new Session();
  session.connect();
  session.post("Profiler.enable");
  session.post("Profiler.setSamplingInterval", { interval: SAMPLE_US });
  session.post("Profiler.start");
  await work();
  return new Promise((resolve, reject) => {
    session.post("Profiler.stop", (error, { profile }) => {
      session.disconnect();
      if (error === null) resolve(profile);
      else reject(error);
    });
  });
}

measureBenchRuns(JSON.parse(process.argv[2] ?? "{}") as BenchRunsOrder).then(
  (result) => process.stdout.write(`${JSON.stringify(result ?? {})}\n`),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
