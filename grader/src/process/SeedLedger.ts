import type { ChoiceDivergence, Hole, RunRecord } from "labrpc/testing";
import type { WorkerJob, WorkerReport } from "../protocol/protocol";
import type { TestEnding, FailedSeed, TestRun } from "../protocol/TestRun";
import { holeTrouble, type RunTrouble } from "../protocol/trouble";

/** Keeps the books of one test while its process reports seed after seed. */
export class SeedLedger {
  #run = 0;
  #failed = 0;
  #first: FailedSeed | undefined;
  #replayed: RunRecord | undefined;
  #choiceDivergence: ChoiceDivergence | undefined;
  #hole: { readonly seed: number; readonly hole: Hole } | undefined;
  #current: number | undefined;
  readonly #awaited: Set<number>;

  constructor(readonly job: WorkerJob) {
    this.#awaited = new Set(job.seeds);
  }

  /** The seed that runs now, or ran last; the first one before any has begun. */
  get seed(): number {
    return this.#current ?? this.job.seeds[0] ?? 1;
  }

  /** Whether a seed was asked for and has not been reported yet. */
  awaits(seed: number): boolean {
    return this.#awaited.has(seed);
  }

  /** Takes down one report; one of a seed that was not asked for, or that has been reported before, counts for nothing. */
  enter(report: Extract<WorkerReport, { type: "seed-start" | "seed" }>): void {
    if (!this.awaits(report.seed)) return;
    this.#current = report.seed;
    if (report.type === "seed-start") return;
    this.#awaited.delete(report.seed);
    this.#run += 1;
    const { seed, digest, explanation, counterexample, record, choiceDivergence, hole, measured } = report;
    if (hole !== undefined) this.#hole ??= { seed, hole };
    if (this.job.plan !== undefined || this.job.small !== undefined || this.job.recorded === true)
      this.#replayed ??= record;
    this.#choiceDivergence ??= choiceDivergence;
    if (explanation === undefined) return;
    this.#failed += 1;
    this.#first ??= {
      seed,
      digest,
      explanation,
      ...(measured === undefined ? {} : { measured }),
      ...(counterexample === undefined ? {} : { counterexample }),
      ...(record === undefined ? {} : { record }),
    };
  }

  /**
   * Closes the books. A pass needs mocha's word, no failed seed, and a report for each seed; a plain mocha test
   * reports none and counts as one seed.
   */
  close(said: TestEnding, elapsedMs: number): TestRun {
    const asked = this.job.seeds.length;
    const trouble = this.#trouble(said);
    // What has failed, and repeats, has failed, whatever else could not be found out.
    if (trouble !== undefined && this.#first === undefined)
      return { test: this.job.test, run: this.#run, failed: 0, ending: trouble, elapsedMs };
    if (said.kind === "trouble") said = { kind: "failed", message: this.#first?.explanation.message ?? "" };
    const whole = this.#run === 0 || this.#run === asked;
    const ending: TestEnding =
      said.kind !== "passed" || (this.#failed === 0 && whole)
        ? said
        : {
            kind: "failed",
            message: `expected reports of ${String(asked)} seeds without a failure, got ${String(this.#run)} with ${String(this.#failed)}`,
          };
    const didRun = ending.kind !== "missing" && ending.kind !== "syntax-error";
    const lost = ending.kind !== "passed" && ending.kind !== "failed" ? 1 : 0;
    const alone = this.#run === 0 && lost === 0 ? 1 : 0;
    return {
      test: this.job.test,
      run: didRun ? this.#run + lost + alone : 0,
      failed: didRun ? this.#failed + lost + (ending.kind === "failed" ? alone : 0) : 0,
      ...(this.#first === undefined ? {} : { first: this.#first }),
      ...(this.#replayed === undefined ? {} : { replayed: this.#replayed }),
      ...(this.#choiceDivergence === undefined ? {} : { choiceDivergence: this.#choiceDivergence }),
      ending,
      elapsedMs,
    };
  }

  /** What keeps this run from having a verdict, if anything does. */
  #trouble(said: TestEnding): RunTrouble | undefined {
    if (said.kind === "trouble") return said;
    if (this.#hole === undefined || said.kind !== "failed") return undefined;
    return holeTrouble(this.#hole.seed, this.#hole.hole);
  }
}
