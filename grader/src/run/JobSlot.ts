import { join } from "node:path";
import type { Lab } from "../labs/readLab";
import { cannotLoad } from "./cannotLoad";
import { crashEnding } from "./crashMessage";
import { excess, type Limits } from "./Limits";
import { Milestone } from "./Milestone";
import type { Job, Report, SeedReport, WalkReport } from "./protocol";
import { residentMb } from "./residentMb";
import { SeedLedger } from "./SeedLedger";
import type { Ending, Place, TestRun } from "./TestRun";
import { WorkerProcess, type ProcessEnd } from "./WorkerProcess";

/** Real milliseconds between two looks at a process. */
const LOOK_MS = 250;
/** JavaScript's heap gets this part of the memory limit; the rest is for Node and its buffers. */
const HEAP_PART = 0.75;

export interface SlotOptions {
  readonly lab: Lab;
  readonly limits: Limits;
  /** Titles of the tests that the lab's mocha files declare. */
  readonly onTests: (names: readonly string[]) => void;
  readonly onSeed: (job: Job, report: SeedReport) => void;
  /** What a job with `walk` tells. */
  readonly onWalk?: (job: Job, report: WalkReport) => void;
}

interface Running {
  readonly ledger: SeedLedger;
  readonly limits: Limits;
  readonly startedAt: number;
  readonly resolve: (run: TestRun) => void;
}

/** One place for a process: runs one job at a time, watches it, and starts a fresh process after a lost one. */
export class JobSlot {
  #worker: WorkerProcess | undefined;
  #ready = new Milestone();
  #running: Running | undefined;
  #lastBeatAt = 0;
  #memoryMb: number | undefined;
  #place: Place | undefined;
  #stopped = false;

  constructor(private readonly options: SlotOptions) {
    this.#worker = this.#start();
  }

  /** Rejects with ToolError when the lab's tests cannot be loaded. Never settles after `stop`. */
  async run(job: Job, limits: Limits = this.options.limits): Promise<TestRun> {
    // A process that was started now would outlive everybody.
    if (this.#stopped) return new Promise(() => undefined);
    this.#worker ??= this.#start();
    // Loading is not the test's time: the first time ever, all of the kit is compiled.
    await this.#ready.promise;
    return new Promise((resolve) => {
      const now = performance.now();
      this.#lastBeatAt = now;
      this.#memoryMb = undefined;
      this.#running = { ledger: new SeedLedger(job), limits, startedAt: now, resolve };
      this.#worker?.run(job);
      this.#watch(this.#running);
    });
  }

  stop(): void {
    this.#stopped = true;
    this.#running = undefined;
    this.#worker?.kill();
    this.#worker = undefined;
  }

  #start(): WorkerProcess {
    this.#ready = new Milestone();
    const { specs, folder, hidden } = this.options.lab;
    const worker: WorkerProcess = new WorkerProcess({
      specs,
      ...(hidden === undefined ? {} : { hidden: { folder: hidden.folder, as: join(folder, "tests") } }),
      // Before the grader ends it.
      silenceMs: this.options.limits.silenceMs * 0.6,
      heapMb: Math.floor(this.options.limits.memoryMb * HEAP_PART),
      onReport: (report) => {
        if (worker === this.#worker) this.#read(report);
      },
      onEnd: (end) => {
        if (worker === this.#worker) this.#lost(end);
      },
    });
    return worker;
  }

  #read(report: Report): void {
    if (report.type === "place") {
      // A thread beside the stuck one says this: it is no sign of life.
      this.#place = { file: report.file, line: report.line, column: report.column };
      return;
    }
    this.#lastBeatAt = performance.now();
    this.#place = undefined;
    if (report.type === "ready") {
      this.options.onTests(report.tests);
      this.#ready.resolve();
    }
    if (report.type === "broken") this.#ready.reject(cannotLoad(this.options.lab, report.message));
    const running = this.#running;
    if (running === undefined || !("id" in report) || report.id !== running.ledger.job.id) return;
    switch (report.type) {
      case "seed":
        running.ledger.record(report);
        this.options.onSeed(running.ledger.job, report);
        break;
      case "seed-start":
        running.ledger.record(report);
        break;
      case "order-start":
      case "walked":
        this.options.onWalk?.(running.ledger.job, report);
        break;
      case "syntax":
        this.#finish({ kind: "syntax-error", problems: report.problems });
        break;
      case "missing":
        this.#finish({ kind: "missing" });
        break;
      case "done":
        this.#finish(report.passed ? { kind: "passed" } : { kind: "failed", message: report.message });
    }
  }

  #lost(end: ProcessEnd): void {
    this.#worker = undefined;
    this.#ready.reject(cannotLoad(this.options.lab, `the process ended:\n${end.stderr}`));
    const seed = this.#running?.ledger.seed ?? 1;
    this.#finish({ ...crashEnding(end), seed });
  }

  #finish(ending: Ending): void {
    const running = this.#running;
    this.#running = undefined;
    running?.resolve(running.ledger.close(ending, performance.now() - running.startedAt));
  }

  /** Looks at the process now and then, as long as this job runs. */
  #watch(running: Running): void {
    const looked = performance.now();
    setTimeout(() => {
      if (this.#running !== running) return;
      const now = performance.now();
      // The grader itself was held up (a laptop that slept): the process cannot be blamed for that time.
      if (now - looked > 4 * LOOK_MS) this.#lastBeatAt = now;
      const seen = {
        now,
        startedAt: running.startedAt,
        lastBeatAt: this.#lastBeatAt,
        memoryMb: this.#memoryMb,
      };
      const over = excess(running.limits, seen);
      if (over !== undefined) {
        const worker = this.#worker;
        this.#worker = undefined;
        worker?.kill();
        const place = over.kind === "stuck" ? this.#place : undefined;
        this.#finish({ ...over, seed: running.ledger.seed, ...(place === undefined ? {} : { place }) });
        return;
      }
      void residentMb(this.#worker?.pid ?? 0).then((mb) => {
        this.#memoryMb = mb;
        if (this.#running === running) this.#watch(running);
      });
    }, LOOK_MS);
  }
}
