import { join } from "node:path";
import type { Lab } from "toolkit/labs/readLab";
import { workerCannotLoad, workerCannotStart } from "./workerCannotLoad";
import { workerCrashEnding, wasWorkerEndedFromOutside } from "./crashMessage";
import { endingAfterMishaps } from "./endingAfterMishaps";
import type { LimitExcess, WorkerLimits } from "./WorkerLimits";
import { Latch } from "./Latch";
import type { ProcessFigures } from "./processFigures";
import type { WorkerIsolation, WorkerJob, WorkerReport } from "../protocol/protocol";
import type { TestEnding, TestRun } from "../protocol/TestRun";
import type { WorkerMishap } from "../protocol/trouble";
import { RunningJob, type JobListener, type PassedOnReport } from "./RunningJob";
import { WorkerWatchdog } from "./WorkerWatchdog";
import type { ProcessEnd } from "./child/GroupProcess";
import { WorkerProcess, type WorkerOptions } from "./WorkerProcess";

/** Real milliseconds between two looks at a process; fewer after a mishap, since memory may have grown very fast. */
const LOOK_MS = 250;
const LOOK_AGAIN_MS = 25;
/** JavaScript's heap gets this part of the memory limit; the rest is for Node and its buffers. */
const HEAP_PART = 0.75;
/** How often a job is tried, each time in a fresh process, when the machine does not let it come to its end. */
const TRIES = 3;
/** Real milliseconds before a process is started again that did not get to its work. */
const PAUSE_MS = 500;

type Worker = Pick<WorkerProcess, "pid" | "run" | "kill">;

export interface JobSlotOptions extends JobListener {
  readonly lab: Lab;
  readonly limits: WorkerLimits;
  /** Where student code runs. Default: in the process of the tests. */
  readonly isolation?: WorkerIsolation;
  /** Titles of the tests that the lab's mocha files declare. */
  readonly onTests: (names: readonly string[]) => void;
  /** Default: a WorkerProcess. */
  readonly start?: (options: WorkerOptions) => Worker;
  /** Default: what the system says. */
  readonly figures?: (pid: number) => Promise<ProcessFigures | undefined>;
}

/** How one try of a job ended. */
type Tried =
  | { readonly kind: "over"; readonly run: TestRun }
  | { readonly kind: "mishap"; readonly mishap: WorkerMishap }
  /** One of several runs that were under way at a time did not let the others go on; one by one it shows which. */
  | { readonly kind: "unclear" }
  /** The process had to compile; a fresh one finds everything compiled. */
  | { readonly kind: "compiled" };

interface Running {
  readonly job: RunningJob;
  readonly resolve: (tried: Tried) => void;
  /** Whether a process that had to compile may be replaced. */
  readonly replaces: boolean;
}

/**
 * One place for a process: runs one job at a time, and starts a fresh process after a lost one. What a job reports is
 * RunningJob's; how long a process may live is WorkerWatchdog's.
 */
export class JobSlot {
  #worker: Worker | undefined;
  #ready = new Latch();
  #running: Running | undefined;
  #watchdog: WorkerWatchdog;
  /** Processes in which the worker has student code run. */
  #realms: readonly number[] = [];
  #stopped = false;
  /** Processes in a row that did not get to their work. */
  #failedStarts = 0;
  #replaced = false;

  constructor(private readonly options: JobSlotOptions) {
    this.#watchdog = this.#begin();
  }

  /**
   * Rejects with ToolError when the lab's tests cannot be loaded, or no process can be started. Never settles after
   * `stop`.
   */
  async run(job: WorkerJob, limits: WorkerLimits = this.options.limits): Promise<TestRun> {
    const passedOn: PassedOnReport = { seeds: new Set(), orders: 0 };
    const mishaps: WorkerMishap[] = [];
    let asked = job;
    for (let replaces = true; ;) {
      // A process that was started now would outlive everybody.
      if (this.#stopped) return new Promise(() => undefined);
      if (this.#worker === undefined) this.#begin();
      await this.#ready.promise;
      const running = new RunningJob(asked, passedOn, this.options);
      const tried = await new Promise<Tried>((resolve) => {
        if (this.#stopped) return;
        this.#running = { job: running, resolve, replaces };
        this.#watch(limits, mishaps.length === 0 ? LOOK_MS : LOOK_AGAIN_MS);
        this.#worker?.run(asked);
      });
      if (tried.kind === "over") return tried.run;
      if (tried.kind === "compiled") replaces = false;
      else if (tried.kind === "unclear") asked = { ...job, alone: true };
      else mishaps.push(tried.mishap);
      if (mishaps.length === TRIES) return running.close(endingAfterMishaps(mishaps, running.seed));
    }
  }

  stop(): void {
    this.#stopped = true;
    this.#running = undefined;
    this.#kill();
  }

  /** Starts a process, for whose work others wait. */
  #begin(): WorkerWatchdog {
    this.#ready = new Latch();
    return this.#start();
  }

  #start(): WorkerWatchdog {
    const { start = (options: WorkerOptions) => new WorkerProcess(options) } = this.options;
    const { specs, folder, hidden, manifest } = this.options.lab;
    const worker: Worker = start({
      specs,
      given: manifest.given.map((file) => join(folder, file)),
      ...(hidden === undefined ? {} : { hidden: { folder: hidden.folder, as: join(folder, "tests") } }),
      ...(this.options.isolation === undefined ? {} : { isolation: this.options.isolation }),
      // Before the grader ends it.
      silenceMs: this.options.limits.silenceMs * 0.5,
      heapMb: Math.floor(this.options.limits.memoryMb * HEAP_PART),
      onReport: (report) => {
        if (worker === this.#worker) this.#read(report);
      },
      onEnd: (end) => {
        if (worker === this.#worker) this.#lost(end);
      },
    });
    this.#worker = worker;
    this.#realms = [];
    return this.#watch(this.options.limits, LOOK_MS);
  }

  #kill(): void {
    const worker = this.#worker;
    this.#worker = undefined;
    worker?.kill();
  }

  #read(report: WorkerReport): void {
    if (report.type === "place") {
      const { file, line, column, method } = report;
      this.#watchdog.stuckAt({ file, line, column, ...(method === undefined ? {} : { method }) });
      return;
    }
    if (report.type === "realms") {
      this.#realms = report.pids;
      this.#watchdog.alsoWatch(this.#realms);
      return;
    }
    const running = this.#running;
    const isExpected = running?.job.expects(report) === true;
    // A seed that nobody asked for is no sign of life either.
    if (!isExpected && (report.type === "seed" || report.type === "seed-start")) return;
    this.#watchdog.beat();
    if (report.type === "ready") this.#loaded(report);
    if (report.type === "broken") this.#ready.reject(workerCannotLoad(this.options.lab, report.message));
    if (running === undefined || !isExpected) return;
    const step = running.job.enter(report);
    if (step.kind === "over") this.#finish(step.ending);
    if (step.kind !== "begins") return;
    if (step.compiled && running.replaces) this.#settle({ kind: "compiled" });
    else this.#watchdog.begin();
  }

  #loaded({ tests, compiled }: Extract<WorkerReport, { type: "ready" }>): void {
    this.options.onTests(tests);
    if (compiled && !this.#replaced) {
      this.#replaced = true;
      this.#kill();
      this.#start();
      return;
    }
    this.#failedStarts = 0;
    this.#ready.resolve();
  }

  #lost(end: ProcessEnd): void {
    this.#worker = undefined;
    const running = this.#running;
    if (running === undefined) {
      this.#retryStart(end.signal === null ? `the process ended:\n${end.stderr}` : `${end.signal} ended it`);
      return;
    }
    const { seed } = running.job;
    if (this.#isUnclear(running)) this.#settle({ kind: "unclear" });
    else if (!wasWorkerEndedFromOutside(end)) this.#finish({ ...workerCrashEnding(end), seed });
    else if (this.#watchdog.wasGrowing)
      this.#finish({ kind: "out-of-memory", message: "it took more memory than the machine has", seed });
    else {
      const message = `${end.signal ?? "something"} ended it, which neither the grader nor the test sent`;
      this.#settle({ kind: "mishap", mishap: { kind: "killed", message } });
    }
  }

  /** A process that is lost between two jobs is replaced when the next one comes; one that never came to its work now. */
  #retryStart(how: string): void {
    if (this.#stopped || this.#ready.isReached) return;
    this.#failedStarts += 1;
    if (this.#failedStarts >= TRIES) {
      this.#ready.reject(workerCannotStart(this.options.lab, how));
      return;
    }
    setTimeout(() => {
      if (!this.#stopped && this.#worker === undefined) this.#start();
    }, PAUSE_MS * this.#failedStarts);
  }

  #finish(ending: TestEnding): void {
    const running = this.#running;
    this.#running = undefined;
    running?.resolve({ kind: "over", run: running.job.close(ending) });
  }

  /** Ends the process and this try of the job. */
  #settle(tried: Tried): void {
    const running = this.#running;
    this.#running = undefined;
    this.#kill();
    running?.resolve(tried);
  }

  /** Whether several runs of the job were under way at a time, so that nobody knows which of them is to blame. */
  #isUnclear({ job: { job } }: Running): boolean {
    return this.options.isolation !== undefined && job.alone !== true && job.small === undefined;
  }

  /** Watches the process as long as it loads, or runs this job. */
  #watch(limits: WorkerLimits, everyMs: number): WorkerWatchdog {
    const worker = this.#worker;
    // There is none before the constructor is done.
    (this.#watchdog as WorkerWatchdog | undefined)?.stop();
    this.#watchdog = new WorkerWatchdog({
      pid: worker?.pid ?? 0,
      limits,
      everyMs,
      figures: this.options.figures,
      isOver: () => worker !== this.#worker || (this.#running === undefined && this.#ready.isReached),
      onExcess: (excess) => {
        this.#end(excess);
      },
    });
    // Those that an earlier job brought up, too.
    this.#watchdog.alsoWatch(this.#realms);
    return this.#watchdog;
  }

  #end(over: LimitExcess): void {
    const running = this.#running;
    if (running === undefined) {
      this.#kill();
      this.#retryStart(over.message);
      return;
    }
    if (over.kind === "starved" || over.kind === "asleep") {
      this.#settle({ kind: "mishap", mishap: { kind: over.kind, message: over.message } });
      return;
    }
    if (this.#isUnclear(running)) {
      this.#settle({ kind: "unclear" });
      return;
    }
    this.#kill();
    const { kind, message } = over;
    const { seed } = running.job;
    const { method, ...place } = (kind === "stuck" ? this.#watchdog.place : undefined) ?? {};
    this.#finish({
      kind,
      message: method === undefined ? message : `${message}, in ${method}`,
      seed,
      ...("file" in place ? { place } : {}),
    });
  }
}
