import type { WorkerJob, WorkerReport, SeedReport, WalkReport } from "../protocol/protocol";
import type { TestEnding, TestRun } from "../protocol/TestRun";
import { SeedLedger } from "./SeedLedger";

/** Who hears what a job reports on its way. */
export interface JobListener {
  /** Called once for each seed, however often the job was tried. */
  readonly onSeed: (job: WorkerJob, report: SeedReport) => void;
  /** Called when a seed begins, in each try of the job. */
  readonly onSeedStart?: (job: WorkerJob, seed: number) => void;
  /** What a job with `walk` reports. */
  readonly onWalk?: (job: WorkerJob, report: WalkReport) => void;
}

/** What was passed on of a job, in this try or an earlier one: seeds, and orders of a walk. */
export interface PassedOnReport {
  readonly seeds: Set<number>;
  orders: number;
}

/** What a report means for the try of a job that it came in. */
export type JobStep =
  | { readonly kind: "goes-on" }
  /** Compiling is over; with `compiled` the process holds a compiler from now on. */
  | { readonly kind: "begins"; readonly compiled: boolean }
  | { readonly kind: "over"; readonly ending: TestEnding };

const GOES_ON: JobStep = { kind: "goes-on" };

/** One try of a job: keeps its books, and passes on what no earlier try has. */
export class RunningJob {
  readonly #ledger: SeedLedger;
  readonly #startedAt = performance.now();

  constructor(
    readonly job: WorkerJob,
    private readonly passedOn: PassedOnReport,
    private readonly listener: JobListener,
  ) {
    this.#ledger = new SeedLedger(job);
  }

  /** The seed that runs now, or ran last. */
  get seed(): number {
    return this.#ledger.seed;
  }

  /** Whether a report may be one of this job: of seeds, only those that were asked for and are still to come are. */
  expects(report: WorkerReport): boolean {
    if ("id" in report && report.id !== this.job.id) return false;
    return (report.type !== "seed" && report.type !== "seed-start") || this.#ledger.awaits(report.seed);
  }

  /** Takes down a report that this job expects. */
  enter(report: WorkerReport): JobStep {
    switch (report.type) {
      case "begin":
        return { kind: "begins", compiled: report.compiled };
      case "seed-start":
        this.#ledger.enter(report);
        this.listener.onSeedStart?.(this.job, report.seed);
        return GOES_ON;
      case "seed":
        this.#ledger.enter(report);
        this.#passOnSeed(report);
        return GOES_ON;
      case "walked":
      case "order-start":
        this.#passOnWalk(report);
        return GOES_ON;
      case "syntax":
        return { kind: "over", ending: { kind: "syntax-error", problems: report.problems } };
      case "missing":
        return { kind: "over", ending: { kind: "missing" } };
      case "done":
        return {
          kind: "over",
          ending: report.passed ? { kind: "passed" } : { kind: "failed", message: report.message },
        };
      default:
        return GOES_ON;
    }
  }

  /** What became of the job, when this is how it ended. */
  close(ending: TestEnding): TestRun {
    return this.#ledger.close(ending, performance.now() - this.#startedAt);
  }

  #passOnSeed(report: SeedReport): void {
    if (this.passedOn.seeds.has(report.seed)) return;
    this.passedOn.seeds.add(report.seed);
    this.listener.onSeed(this.job, report);
  }

  #passOnWalk(report: WalkReport): void {
    if (report.type === "walked") {
      if (report.runs < this.passedOn.orders) return;
      this.passedOn.orders = report.runs;
    }
    this.listener.onWalk?.(this.job, report);
  }
}
