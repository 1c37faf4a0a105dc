import { excessOfLimits, type LimitExcess, type WorkerLimits } from "./WorkerLimits";
import type { ProcessFigures } from "./processFigures";

/** Processor time that loading the tests, or compiling a submission, may take; milliseconds. */
const LOADING_MS = 20_000;
/** Looks that come later than this after the one before say that the grader itself was held up, as by a laptop's sleep. */
const MOST_MS = 1_000;
/** A thread that uses less than this part of the time, and waits for no processor, is asleep. */
const IDLE_PART = 0.1;
/** So much longer, in parts of the limit, a silent process may take to say where it is stuck. */
const FOR_PLACE = 0.6;

/**
 * The account of one job: what its process has used so far, and whether that is too much or too little. It holds no
 * timer and asks no system, but is told both, so that tests need no process; WorkerWatchdog looks at the process.
 */
export class JobUsage {
  #at: number;
  #cpu: number | undefined;
  /** Processor time at the last sign of life, and at the test's beginning; not known before the look after it. */
  #cpuAtBeat: number | undefined;
  #cpuAtStart: number | undefined;
  #begun = false;
  #waited = 0;
  #waitedSinceBeat = 0;
  #asleep = 0;
  #asleepSinceBeat = 0;
  #memoryMb: number | undefined;
  #growthMb = 0;

  /** @param at milliseconds of the clock that looks are told in */
  constructor(
    private readonly limits: WorkerLimits,
    at: number,
  ) {
    this.#at = at;
  }

  /** The process gave a sign of life. */
  beat(): void {
    this.#cpuAtBeat = undefined;
    this.#waitedSinceBeat = 0;
    this.#asleepSinceBeat = 0;
  }

  /** Loading and compiling is over, and the test's own time begins. */
  begin(): void {
    this.#begun = true;
    this.#cpuAtStart = undefined;
    this.#waited = 0;
    this.#asleep = 0;
    this.beat();
  }

  /**
   * What is to be made of the process now.
   *
   * @param figures undefined when it could not be asked
   * @param placed whether it has said where it is stuck
   */
  look(at: number, figures: ProcessFigures | undefined, placed: boolean): LimitExcess | undefined {
    const passed = Math.min(at - this.#at, MOST_MS);
    this.#at = at;
    this.#waited += passed;
    this.#waitedSinceBeat += passed;
    if (figures !== undefined) this.#account(figures, passed);
    const cpu = this.#cpu ?? 0;
    return excessOfLimits(this.#limitsNow(), {
      cpuSinceBeat: cpu - (this.#cpuAtBeat ?? cpu),
      grace: placed || !this.#begun ? 0 : this.limits.silenceMs * FOR_PLACE,
      cpuOfTest: this.#begun ? cpu - (this.#cpuAtStart ?? cpu) : 0,
      waitedSinceBeat: this.#waitedSinceBeat,
      waited: this.#waited,
      asleepSinceBeat: this.#asleepSinceBeat,
      asleep: this.#asleep,
      memoryMb: this.#memoryMb,
    });
  }

  /** Whether the process may have come to its end by taking more and more memory, faster than anybody looks. */
  get wasGrowing(): boolean {
    const { memoryMb } = this.limits;
    return (this.#memoryMb ?? 0) > memoryMb * 0.75 || this.#growthMb > memoryMb * 0.25;
  }

  #account({ cpuMs, asleep, memoryMb }: ProcessFigures, passed: number): void {
    const used = cpuMs - (this.#cpu ?? cpuMs);
    this.#cpu = cpuMs;
    this.#cpuAtBeat ??= cpuMs;
    this.#cpuAtStart ??= cpuMs;
    if (asleep === true && used < passed * IDLE_PART) {
      this.#asleep += passed;
      this.#asleepSinceBeat += passed;
    }
    if (memoryMb === undefined) return;
    this.#growthMb = this.#memoryMb === undefined ? 0 : memoryMb - this.#memoryMb;
    this.#memoryMb = memoryMb;
  }

  /** Loading and compiling gives no sign of life, and belongs to no test. */
  #limitsNow(): WorkerLimits {
    if (this.#begun) return this.limits;
    return { ...this.limits, silenceMs: Math.max(this.limits.silenceMs, LOADING_MS), wallClockMs: Infinity };
  }
}
