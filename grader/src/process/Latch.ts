/** Opens once: whoever waits for it goes on, or learns that it never will open. */
export class Latch {
  reject: (error: Error) => void = () => undefined;
  #resolve: () => void = () => undefined;
  #reached = false;
  readonly promise = new Promise<void>((resolve, reject) => {
    this.#resolve = resolve;
    this.reject = reject;
  });

  constructor() {
    // A process that is lost while nobody waits for it is not an error by itself.
    this.promise.catch(() => undefined);
  }

  get isReached(): boolean {
    return this.#reached;
  }

  resolve(): void {
    this.#reached = true;
    this.#resolve();
  }
}
