import { join } from "node:path";
import type { Lab } from "toolkit/labs/readLab";
import { cannotLoad, cannotStart } from "./cannotLoad";
import { crashEnding, wasEndedFromOutside } from "./crashMessage";
import type { Excess, Limits } from "./Limits";
import { Milestone } from "./Milestone";
import { processFigures, type ProcessFigures } from "./processFigures";
import type { Job, Report, SeedReport, WalkReport } from "../protocol/protocol";
import { SeedLedger } from "./SeedLedger";
import type { Ending, Place, TestRun } from "../protocol/TestRun";
import { machineTrouble, type Mishap } from "../protocol/trouble";
import { Vigil } from "./Vigil";
import { WorkerProcess, type ProcessEnd, type WorkerOptions } from "./WorkerProcess";

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

export interface SlotOptions {
  readonly lab: Lab;
  readonly limits: Limits;
  /** Titles of the tests that the lab's mocha files declare. */
  readonly onTests: (names: readonly string[]) => void;
  /** Called once for each seed, however often the job was tried. */
  readonly onSeed: (job: Job, report: SeedReport) => void;
  /** What a job with `walk` tells. */
  readonly onWalk?: (job: Job, report: WalkReport) => void;
  /** Default: a WorkerProcess. */
  readonly start?: (options: WorkerOptions) => Worker;
  /** Default: what the system says. */
  readonly figures?: (pid: number) => Promise<ProcessFigures | undefined>;
}

/** How one try of a job ended. */
type Tried =
  | { readonly kind: "over"; readonly run: TestRun }
  | { readonly kind: "mishap"; readonly mishap: Mishap }
  /** The process had to compile; a fresh one finds everything compiled. */
  | { readonly kind: "compiled" };

interface Running {
  readonly ledger: SeedLedger;
  readonly startedAt: number;
  readonly resolve: (tried: Tried) => void;
  /** What was told of this job before: seeds, and orders of a walk. */
  readonly told: { readonly seeds: Set<number>; orders: number };
  /** Whether a process that had to compile may be replaced. */
  readonly replaces: boolean;
}

/** One place for a process: runs one job at a time, watches it, and starts a fresh process after a lost one. */
export class JobSlot {
  #worker: Worker | undefined;
  #ready = new Milestone();
  #running: Running | undefined;
  #vigil: Vigil;
  #place: Place | undefined;
  #stopped = false;
  /** Processes in a row that did not get to their work. */
  #failedStarts = 0;
  #replaced = false;

  constructor(private readonly options: SlotOptions) {
    this.#vigil = this.#begin();
  }

  /**
   * Rejects with ToolError when the lab's tests cannot be loaded, or no process can be started. Never settles after
   * `stop`.
   */
  async run(job: Job, limits: Limits = this.options.limits): Promise<TestRun> {
    const told = { seeds: new Set<number>(), orders: 0 };
    const mishaps: Mishap[] = [];
    for (let replaces = true; ;) {
      // A process that was started now would outlive everybody.
      if (this.#stopped) return new Promise(() => undefined);
      if (this.#worker === undefined) this.#begin();
      await this.#ready.promise;
      const ledger = new SeedLedger(job);
      const startedAt = performance.now();
      const tried = await new Promise<Tried>((resolve) => {
        if (this.#stopped) return;
        this.#running = { ledger, startedAt, resolve, told, replaces };
        this.#watch(limits, mishaps.length === 0 ? LOOK_MS : LOOK_AGAIN_MS);
        this.#worker?.run(job);
      });
      if (tried.kind === "over") return tried.run;
      if (tried.kind === "compiled") replaces = false;
      else mishaps.push(tried.mishap);
      if (mishaps.length === TRIES)
        return ledger.close(lastWord(mishaps, ledger.seed), performance.now() - startedAt);
    }
  }

  stop(): void {
    this.#stopped = true;
    this.#running = undefined;
    this.#kill();
  }

  /** Starts a process, for whose work others wait. */
  #begin(): Vigil {
    this.#ready = new Milestone();
    return this.#start();
  }

  #start(): Vigil {
    const { start = (options: WorkerOptions) => new WorkerProcess(options) } = this.options;
    const { specs, folder, hidden, manifest } = this.options.lab;
    const worker: Worker = start({
      specs,
      given: manifest.given.map((file) => join(folder, file)),
      ...(hidden === undefined ? {} : { hidden: { folder: hidden.folder, as: join(folder, "tests") } }),
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
    return this.#watch(this.options.limits, LOOK_MS);
  }

  #kill(): void {
    const worker = this.#worker;
    this.#worker = undefined;
    worker?.kill();
  }

  #read(report: Report): void {
    if (report.type === "place") {
      // A thread beside the stuck one says this: it is no sign of life.
      this.#place = { file: report.file, line: report.line, column: report.column };
      return;
    }
    this.#vigil.beat();
    this.#place = undefined;
    if (report.type === "ready") this.#loaded(report);
    if (report.type === "broken") this.#ready.reject(cannotLoad(this.options.lab, report.message));
    const running = this.#running;
    if (running === undefined || !("id" in report) || report.id !== running.ledger.job.id) return;
    const { ledger, told } = running;
    switch (report.type) {
      case "begin":
        if (report.compiled && running.replaces) this.#settle({ kind: "compiled" });
        else this.#vigil.begin();
        break;
      case "seed":
        ledger.enter(report);
        if (told.seeds.has(report.seed)) break;
        told.seeds.add(report.seed);
        this.options.onSeed(ledger.job, report);
        break;
      case "seed-start":
        ledger.enter(report);
        break;
      case "walked":
        // What an earlier try has told already is not told again.
        if (report.runs < told.orders) break;
        told.orders = report.runs;
        this.options.onWalk?.(ledger.job, report);
        break;
      case "order-start":
        this.options.onWalk?.(ledger.job, report);
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

  #loaded({ tests, compiled }: Extract<Report, { type: "ready" }>): void {
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
    const { seed } = running.ledger;
    if (!wasEndedFromOutside(end)) this.#finish({ ...crashEnding(end), seed });
    else if (this.#vigil.wasGrowing)
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
      this.#ready.reject(cannotStart(this.options.lab, how));
      return;
    }
    setTimeout(() => {
      if (!this.#stopped && this.#worker === undefined) this.#start();
    }, PAUSE_MS * this.#failedStarts);
  }

  #finish(ending: Ending): void {
    const running = this.#running;
    if (running === undefined) return;
    const elapsedMs = performance.now() - running.startedAt;
    this.#running = undefined;
    running.resolve({ kind: "over", run: running.ledger.close(ending, elapsedMs) });
  }

  /** Ends the process and this try of the job. */
  #settle(tried: Tried): void {
    const running = this.#running;
    this.#running = undefined;
    this.#kill();
    running?.resolve(tried);
  }

  /** Looks at the process now and then, as long as it loads, or runs this job. */
  #watch(limits: Limits, everyMs: number): Vigil {
    const vigil = new Vigil(limits, performance.now());
    this.#vigil = vigil;
    this.#place = undefined;
    const worker = this.#worker;
    const isOver = (): boolean =>
      vigil !== this.#vigil ||
      worker !== this.#worker ||
      (this.#running === undefined && this.#ready.isReached);
    const look = (): void => {
      setTimeout(() => {
        void this.#figures(worker?.pid ?? 0).then((figures) => {
          if (isOver()) return;
          const over = vigil.look(performance.now(), figures, this.#place !== undefined);
          if (over === undefined) look();
          else this.#end(over);
        });
      }, everyMs);
    };
    look();
    return vigil;
  }

  /** What the system says of the process, and after it whatever the process had said until then. */
  async #figures(pid: number): Promise<ProcessFigures | undefined> {
    const figures = await (this.options.figures ?? processFigures)(pid);
    // A sign of life that lies in the pipe since before must not come too late: two turns of the loop read it.
    for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve));
    return figures;
  }

  #end(over: Excess): void {
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
    this.#kill();
    const { kind, message } = over;
    const { seed } = running.ledger;
    const place = kind === "stuck" ? this.#place : undefined;
    this.#finish({ kind, message, seed, ...(place === undefined ? {} : { place }) });
  }
}

/** A thread that was asleep in every try is not the machine's doing: whatever the code found to sleep with, it did it. */
function lastWord(mishaps: readonly Mishap[], seed: number): Ending {
  const last = mishaps.at(-1) as Mishap;
  if (mishaps.every(({ kind }) => kind === "asleep")) return { kind: "stuck", message: last.message, seed };
  const worst = mishaps.find(({ kind }) => kind !== "asleep") ?? last;
  return machineTrouble(worst, mishaps.length);
}
