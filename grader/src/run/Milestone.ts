/** Something that will have happened, or not. */
export class Milestone {
  resolve: () => void = () => undefined;
  reject: (error: Error) => void = () => undefined;
  readonly promise = new Promise<void>((resolve, reject) => {
    this.resolve = resolve;
    this.reject = reject;
  });

  constructor() {
    // A process that is lost while nobody waits for it is not an error by itself.
    this.promise.catch(() => undefined);
  }
}
