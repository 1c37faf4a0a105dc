import { types } from "node:util";

/** Who rejected a promise that nobody handles: the test, whose promises are of this realm, or student code. */
export type Rejecter = "test" | "student";

/**
 * Gives unhandled rejections to `own` alone, instead of ending the process. Returns a function that ends this.
 *
 * A reason of student code's may be anything, such as a proxy whose traps run when it is looked at. So it is told by the
 * promise whose it is, and is not touched here.
 */
export function catchRejections(own: (reason: unknown, by: Rejecter) => void): () => void {
  const others = process.listeners("unhandledRejection");
  const listener = (reason: unknown, promise: Promise<unknown>): void => {
    own(
      reason,
      Object.getPrototypeOf(promise) === Promise.prototype && !types.isProxy(reason) ? "test" : "student",
    );
  };
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", listener);
  return () => {
    process.off("unhandledRejection", listener);
    for (const other of others) process.on("unhandledRejection", other);
  };
}
