import { NotImplemented } from "labrpc";
import type { Clerk } from "./client";
import type { LockOptions } from "./types";

/** A lock that clients of one store share: those that give the same name to it. */
export class Lock implements AsyncDisposable {
  /** Nothing is sent before the first acquire. */
  constructor(
    readonly clerk: Clerk,
    readonly name: string,
    readonly options: LockOptions = {},
  ) {}

  /**
   * Waits until the lock is free and takes it. Resolves to true when this owner holds it; to false when the time is
   * over. In part 6 an owner that was given a name may hold it already: then true at once.
   *
   * @param timeoutMs how long to wait, virtual ms; 0 looks once. Default: as long as it takes
   */
  acquire(timeoutMs = Infinity): Promise<boolean> {
    throw new NotImplemented(`Lock.acquire(${String(timeoutMs)})`);
  }

  /** Frees the lock. Throws ErrNotHeld when this owner does not hold it. */
  release(): Promise<void> {
    throw new NotImplemented("Lock.release()");
  }

  /** The end of `await using`: frees the lock if this object holds it, and does nothing if not. */
  [Symbol.asyncDispose](): Promise<void> {
    throw new NotImplemented("Lock[Symbol.asyncDispose]()");
  }
}
