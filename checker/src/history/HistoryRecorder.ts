import type { Operation } from "./History";

/** Writes down what clients call and what they are answered. */
export class HistoryRecorder<Input, Output> {
  /** Every call in the order of the calls; those that have not returned have no output. */
  readonly history: Operation<Input, Output>[] = [];
  readonly #clock: () => number;
  #lastStamp = -Infinity;

  /** @param clock the time, in any unit; it need not differ between two calls */
  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /**
   * Makes a call and writes it down. `outputOf` says what its result means for the history; undefined means that
   * the operation may or may not have happened, and may still happen. A call that rejects stays without an output.
   */
  async record<Result>(
    client: string,
    input: Input,
    call: () => Promise<Result>,
    outputOf: (result: Result) => Output | undefined,
  ): Promise<Result> {
    const at = this.history.length;
    const operation = { client, input, output: undefined, called: this.#stamp(), returned: Infinity };
    this.history.push(operation);
    const result = await call();
    const output = outputOf(result);
    if (output !== undefined) this.history[at] = { ...operation, output, returned: this.#stamp() };
    return result;
  }

  /** Forgets everything. Calls that are under way must have returned. */
  clear(): void {
    this.history.length = 0;
  }

  /** A call that follows a return at the same instant comes after it; the two must not look concurrent. */
  #stamp(): number {
    const SMALL = 1e-6;
    this.#lastStamp = Math.max(this.#clock(), this.#lastStamp + SMALL);
    return this.#lastStamp;
  }
}
