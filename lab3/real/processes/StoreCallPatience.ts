/**
 * Gives up calls that take too long: one at a time. It keeps one timer for all of them and looks at it when it goes off,
 * since to set one and clear it again for each call costs more than the call's own code.
 */
export class StoreCallPatience {
  readonly #ms: number;
  #timer: NodeJS.Timeout | undefined;
  #since = 0;
  #giveUp: ((error: Error) => void) | undefined;

  /** @param ms how long a call may take, real ms */
  constructor(ms: number) {
    this.#ms = ms;
  }

  /** Settles as the call does, or rejects when it takes too long. */
  wait<Result>(call: Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#since = performance.now();
      this.#giveUp = reject;
      this.#timer ??= setTimeout(() => this.#look(), this.#ms);
      call.then(
        (result) => {
          this.#giveUp = undefined;
          resolve(result);
        },
        (error: unknown) => {
          this.#giveUp = undefined;
          // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- whatever the call was rejected with
          reject(error);
        },
      );
    });
  }

  /** No call is waited for any more. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #look(): void {
    this.#timer = undefined;
    if (this.#giveUp === undefined) return;
    const leftMs = this.#since + this.#ms - performance.now();
    if (leftMs > 0) this.#timer = setTimeout(() => this.#look(), leftMs);
    else this.#giveUp(new Error(`no answer from the clerk within ${String(this.#ms)} ms`));
  }
}
