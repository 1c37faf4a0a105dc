import type { Lab } from "toolkit/labs/readLab";
import { isCompiled } from "toolkit/register";
import { CompileServer } from "../compile/CompileServer";
import { JobSlot } from "../process/JobSlot";
import { Latch } from "../process/Latch";
import type { WorkerIsolation, WorkerJob } from "../protocol/protocol";
import type { RunProgress } from "./RunProgress";
import type { TestRun } from "../protocol/TestRun";
import type { JobRequest } from "./JobRequest";
import { limitsOfTest } from "./limitsOfTest";
import { manifestProblem } from "./manifestProblem";

/** Hears how far a job has come. */
export type OnProgressOfJob = (progress: RunProgress) => void;

/** A place for a process, and who listens to it. */
interface PooledSlot {
  readonly slot: JobSlot;
  /** Whose code its process ran last, and has warm. */
  submission: string | undefined;
  onProgress: OnProgressOfJob | undefined;
}

/**
 * Worker processes for one lab, that several gradings may share: they are started when they are first needed, and stay
 * warm until `stop`. Jobs that find no free process wait, and go in the order in which they came; but a process goes on
 * with the submission that it has warm as long as that has jobs, since another's costs it new realms and cold code.
 *
 * On a fresh clone, the first process compiles the lab's tests and all that they load; the others begin when it has, or each would
 * do the same.
 */
export class WorkerPool {
  readonly #lab: Lab;
  readonly #most: number;
  readonly #isolation: WorkerIsolation | undefined;
  /** Whether all is compiled that a process loads. */
  readonly #compiled = new Latch();
  readonly #compiler = new CompileServer();
  readonly #slots: PooledSlot[] = [];
  readonly #free: PooledSlot[] = [];
  readonly #waiting: { readonly submission: string; readonly take: (slot: PooledSlot) => void }[] = [];
  readonly #failures = new Set<(reason: Error) => void>();
  #failure: Error | undefined;
  #jobs = 0;

  /**
   * @param most processes at a time
   * @param isolation where student code runs. Default: in those processes
   * @param isFresh whether what a process loads may not be compiled yet. Default: when the lab's tests are not
   */
  constructor(lab: Lab, most: number, isolation?: WorkerIsolation, isFresh = !lab.specs.every(isCompiled)) {
    this.#lab = lab;
    this.#most = most;
    this.#isolation = isolation;
    if (!isFresh) this.#compiled.resolve();
  }

  /** Places for processes that are taken so far. */
  get size(): number {
    return this.#slots.length;
  }

  /**
   * Runs a job in the next free process. Rejects with ToolError when the lab's tests cannot be loaded, or are not those
   * of its manifest. Never settles after `stop`.
   */
  async run(request: JobRequest, onProgress?: OnProgressOfJob): Promise<TestRun> {
    const { folder: lab, manifest } = this.#lab;
    // While a process starts.
    const { student, given } = manifest;
    const compiled = this.#compiler.compiled({ submission: request.submission, lab, student, given });
    const pooled = await this.#take(request.submission);
    pooled.submission = request.submission;
    pooled.onProgress = onProgress;
    // No two jobs of a process have the same number: a late report of one is none of the other.
    const job: WorkerJob = { ...request, id: this.#jobs++, student: this.#lab.manifest.student };
    try {
      await compiled;
      return await this.#orFailure(pooled.slot.run(job, limitsOfTest(this.#lab, job)));
    } finally {
      pooled.onProgress = undefined;
      this.#free.push(pooled);
      // Whoever asked is to ask for the next job of the same submission first; others would find the process cold.
      setImmediate(() => {
        this.#serveWaiting();
      });
    }
  }

  /** Ends the processes. */
  stop(): void {
    this.#compiler.stop();
    for (const { slot } of this.#slots) slot.stop();
  }

  #take(submission: string): PooledSlot | Promise<PooledSlot> {
    if (this.#failure !== undefined) throw this.#failure;
    const warm = this.#free.findIndex((slot) => slot.submission === submission);
    const [free] = this.#free.splice(warm === -1 && this.#waiting.length > 0 ? this.#free.length : warm, 1);
    if (free !== undefined) return free;
    if (this.#slots.length > 0 && !this.#compiled.isReached)
      return this.#compiled.promise.then(() => this.#take(submission));
    if (this.#slots.length < this.#most) return this.#begin();
    return new Promise((take) => this.#waiting.push({ submission, take }));
  }

  /** Gives free processes to those who wait: first to those whose submission is warm there. */
  #serveWaiting(): void {
    for (const pooled of this.#free.splice(0)) {
      const [next] = this.#waiting.splice(this.#nextFor(pooled), 1);
      if (next === undefined) this.#free.push(pooled);
      else {
        pooled.submission = next.submission;
        next.take(pooled);
      }
    }
  }

  /**
   * Whose turn it is in a free process: first the submission that is warm there; then one that runs nowhere, so that each has as
   * few processes to warm up as there are; then whoever has waited longest.
   */
  #nextFor({ submission: warm }: PooledSlot): number {
    const running = new Set(this.#slots.map(({ submission }) => submission));
    const places = [
      this.#waiting.findIndex(({ submission }) => submission === warm),
      this.#waiting.findIndex(({ submission }) => !running.has(submission)),
    ];
    return places.find((place) => place !== -1) ?? 0;
  }

  #begin(): PooledSlot {
    const slot = new JobSlot({
      lab: this.#lab,
      limits: limitsOfTest(this.#lab),
      ...(this.#isolation === undefined ? {} : { isolation: this.#isolation }),
      onTests: (names) => {
        this.#compiled.resolve();
        const problem = manifestProblem(this.#lab, names);
        if (problem !== undefined) this.#fail(problem);
      },
      onSeedStart: ({ test, minimise }, seed) =>
        pooled.onProgress?.(
          minimise === undefined ? { kind: "seed-start", test, seed } : { kind: "minimising", test },
        ),
      onSeed: ({ test, minimise }, { seed, explanation }) => {
        if (minimise !== undefined) return;
        const why = explanation === undefined ? {} : { why: explanation.message };
        pooled.onProgress?.({ kind: "seed", test, seed, failed: explanation !== undefined, ...why });
      },
    });
    const pooled: PooledSlot = { slot, submission: undefined, onProgress: undefined };
    this.#slots.push(pooled);
    return pooled;
  }

  #fail(reason: Error): void {
    this.#failure ??= reason;
    for (const reject of this.#failures) reject(reason);
  }

  /** The lab's tests may turn out to be wrong while a process still loads. */
  async #orFailure(run: Promise<TestRun>): Promise<TestRun> {
    let stopListening = (): void => undefined;
    const failed = new Promise<never>((_, reject) => {
      if (this.#failure !== undefined) reject(this.#failure);
      this.#failures.add(reject);
      stopListening = () => this.#failures.delete(reject);
    });
    try {
      return await Promise.race([run, failed]);
    } finally {
      stopListening();
    }
  }
}
