/** News of other processes may come so late, ms: their batches wait, and so may their messages. */
const HOLD_MS = 100;
const LOOK_MS = 20;

interface TimedLine {
  readonly at: number;
  readonly text: string;
}

/** Prints lines in the order of their times, although they come from several processes. */
export class StoreLinesInOrder {
  readonly #print: (text: string) => void;
  #lines: TimedLine[] = [];
  #timer: NodeJS.Timeout | undefined;
  #clock: () => number = () => Infinity;

  constructor(print: (text: string) => void) {
    this.#print = print;
  }

  /** @param clock the clock of the lines' times, ms */
  start(clock: () => number): void {
    this.#clock = clock;
    this.#timer = setInterval(() => this.#printUntil(clock() - HOLD_MS), LOOK_MS);
  }

  /** @param at when it happened; default now */
  add(text: string, at = this.#clock()): void {
    this.#lines.push({ at, text });
  }

  /** Prints the rest. */
  stop(): void {
    clearInterval(this.#timer);
    this.#printUntil(Infinity);
  }

  #printUntil(time: number): void {
    const ready = this.#lines.filter(({ at }) => at <= time).sort((a, b) => a.at - b.at);
    this.#lines = this.#lines.filter(({ at }) => at > time);
    if (ready.length > 0) this.#print(ready.map(({ text }) => `${text}\n`).join(""));
  }
}
