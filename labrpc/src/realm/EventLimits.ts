import type { ProblemKind } from "./border/Bridge";

/** What one event may do before it counts as endless. */
export interface LimitsOfEvent {
  /** Loop rounds and function calls. */
  maxTicks: number;
  /** Requests sent. */
  maxCalls: number;
  /** Timers set. */
  maxTimers: number;
  /** Times that the clock may be read. */
  maxClockReads: number;
}

/** So many function calls in one event can be a deep recursion; most events make far fewer. */
const FEW_TICKS = 200;

/** Of so many function calls and loop rounds the place is noted: each takes a stack. */
const MOST_WATCHED = 300;

/** Counts what the running event does, and stops code that would never come to an end. */
export class EventLimits {
  readonly #limits: LimitsOfEvent;
  readonly #report: (kind: ProblemKind, error: Error) => void;
  #now = 0;
  #ticks = 0;
  #calls = 0;
  #timers = 0;
  #clockReads = 0;
  #watchedUntil = 0;
  #watched: Error | undefined;
  #promise: Error | undefined;

  constructor(limits: LimitsOfEvent, report: (kind: ProblemKind, error: Error) => void) {
    this.#limits = limits;
    this.#report = report;
  }

  /** When the running event began, virtual ms. */
  get now(): number {
    return this.#now;
  }

  /** A new event begins at this virtual time. */
  begin(now: number): void {
    this.#now = now;
    this.#ticks = 0;
    this.#calls = 0;
    this.#timers = 0;
    this.#clockReads = 0;
  }

  /**
   * Called in each loop round and function call of student code. Throws RangeError when there are too many.
   *
   * @param isOfPromise true in a function that is given to `new Promise`
   */
  readonly tick = (isOfPromise?: unknown): void => {
    if (++this.#ticks <= this.#watchedUntil) {
      this.#watched = new Error();
      if (isOfPromise === true) this.#promise = this.#watched;
    }
    if (this.#ticks <= this.#limits.maxTicks) return;
    this.#stop("endless-loop", `more than ${this.#excess()} at one instant of virtual time`);
  };

  /** Called for each request: many take all memory long before there are too many loop rounds. Then the next round is the last. */
  noteCall(): void {
    if (++this.#calls > this.#limits.maxCalls) this.#ticks = this.#limits.maxTicks;
  }

  /** The same for each timer. */
  noteTimer(): void {
    if (++this.#timers > this.#limits.maxTimers) this.#ticks = this.#limits.maxTicks;
  }

  #excess(): string {
    const { maxTicks, maxCalls, maxTimers } = this.#limits;
    if (this.#calls > maxCalls) return `${String(maxCalls)} requests sent`;
    if (this.#timers > maxTimers) return `${String(maxTimers)} timers set`;
    return `${String(maxTicks)} loop iterations and function calls`;
  }

  /**
   * Whatever `run` does before it first waits. Returns an error whose stack shows where it made its last promise, or else
   * its last function call or loop round.
   */
  watch(run: () => void): Error | undefined {
    this.#watchedUntil = this.#ticks + MOST_WATCHED;
    try {
      run();
    } finally {
      this.#watchedUntil = 0;
    }
    const watched = this.#promise ?? this.#watched;
    this.#watched = undefined;
    this.#promise = undefined;
    return watched;
  }

  /** Virtual ms since the start of the run. Throws RangeError when one event reads it again and again. */
  readonly readClock = (): number => {
    if (++this.#clockReads > this.#limits.maxClockReads) {
      this.#stop("busy-wait", "busy waiting: time stands still while code runs; await a timer instead");
    }
    return this.#now;
  };

  /** Whether the running code may stand deep in a recursion. */
  mayBeDeep(): boolean {
    return this.#ticks > FEW_TICKS;
  }

  #stop(kind: ProblemKind, message: string): never {
    const error = new RangeError(message);
    this.#report(kind, error);
    throw error;
  }
}
