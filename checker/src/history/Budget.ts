/** What a check may use up. */
export interface BudgetOptions {
  /** How many steps of the model may be tried. Default 2,000,000. */
  readonly steps?: number;
  /** Real time, ms. Default: without end, so that a graded run does not depend on how fast the machine is. */
  readonly timeoutMs?: number;
  /** What may be remembered of dead ends, bytes, as the checker counts them. Default 64 MiB. */
  readonly memoryBytes?: number;
}

/** Which budget ran out. */
export type Exhausted = "steps" | "time" | "memory";

/** Nothing is known: a budget ran out before an answer was found. Never a pass. */
export interface Unknown {
  readonly kind: "unknown";
  readonly cause: Exhausted | "history";
  /** In words. */
  readonly reason: string;
}

const REASONS: Record<Exhausted, string> = {
  steps: "the search used up its budget of steps",
  time: "the search used up its time",
  memory: "the search used up its memory",
};

/** Thrown inside a check when a budget runs out; see `withinBudget`. */
class OutOfBudget extends Error {
  constructor(readonly exhausted: Exhausted) {
    super(REASONS[exhausted]);
  }
}

/** Reading the clock costs more than a step. */
const STEPS_PER_LOOK = 1024;

/** Counts what a check uses up. */
export class Budget {
  readonly #steps: number;
  #bytes: number;
  readonly #deadline: number;
  #stepsTaken = 0;

  constructor({ steps = 2_000_000, timeoutMs = Infinity, memoryBytes = 64 * 2 ** 20 }: BudgetOptions) {
    this.#steps = steps;
    this.#bytes = memoryBytes;
    this.#deadline = timeoutMs === Infinity ? Infinity : performance.now() + timeoutMs;
  }

  /** How many steps of the model have been taken. */
  get stepsTaken(): number {
    return this.#stepsTaken;
  }

  /** One step of the model. */
  step(): void {
    if (++this.#stepsTaken > this.#steps) throw new OutOfBudget("steps");
    if (this.#deadline !== Infinity && this.#stepsTaken % STEPS_PER_LOOK === 0) this.#look();
  }

  /** Memory that is kept, or, when negative, given back. */
  keep(bytes: number): void {
    if (bytes > this.#bytes) throw new OutOfBudget("memory");
    this.#bytes -= bytes;
  }

  #look(): void {
    if (performance.now() > this.#deadline) throw new OutOfBudget("time");
  }
}

/** The result of the check, or "unknown" when a budget ran out in it. */
export function withinBudget<Result>(check: () => Result): Result | Unknown {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof OutOfBudget)) throw error;
    return { kind: "unknown", cause: error.exhausted, reason: error.message };
  }
}
