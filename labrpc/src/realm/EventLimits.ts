import type { ProblemKind } from "./border/Bridge";

/** What one event may do before it counts as endless. */
export interface LimitsOfEvent {
  /** Loop rounds and function calls. */
  maxTicks: number;
  /** Times that the clock may be read. */
  maxClockReads: number;
}

/** So many function calls in one event can be a deep recursion; most events make far fewer. */
const FEW_TICKS = 200;

/** Counts what the running event does, and stops code that would never come to an end. */
export class EventLimits {
  readonly #limits: LimitsOfEvent;
  readonly #report: (kind: ProblemKind, error: Error) => void;
  #now = 0;
  #ticks = 0;
  #clockReads = 0;

  constructor(limits: LimitsOfEvent, report: (kind: ProblemKind, error: Error) => void) {
    this.#limits = limits;
    this.#report = report;
  }

  /** A new event begins at this virtual time. */
  begin(now: number): void {
    this.#now = now;
    this.#ticks = 0;
    this.#clockReads = 0;
  }

  /** Called in each loop round and function call of student code. Throws RangeError when there are too many. */
  readonly tick = (): void => {
    if (++this.#ticks <= this.#limits.maxTicks) return;
    const count = String(this.#limits.maxTicks);
    this.#stop(
      "endless-loop",
      `more than ${count} loop iterations and function calls at one instant of virtual time`,
    );
  };

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
