import { NotImplemented } from "labrpc";
import type { Clerk } from "./client";
import type { LeaseOptions } from "./types";

/** Optional part: a lock that frees itself when its holder is silent for too long. */
export class Lease implements AsyncDisposable {
  constructor(
    readonly clerk: Clerk,
    readonly name: string,
    readonly options: LeaseOptions,
  ) {}

  /**
   * Waits until the lease is free, or its holder has not renewed it for `leaseMs`, and takes it.
   * Resolves to the fencing token, which is larger than every token given before; to undefined when the time is over.
   *
   * @param timeoutMs how long to wait, virtual ms. Default: as long as it takes
   */
  acquire(timeoutMs = Infinity): Promise<number | undefined> {
    throw new NotImplemented(`Lease.acquire(${String(timeoutMs)})`);
  }

  /** Holds on for another `leaseMs`. Resolves to the new token, or to undefined when the lease was lost. */
  renew(): Promise<number | undefined> {
    throw new NotImplemented("Lease.renew()");
  }

  /** Frees the lease. Throws ErrNotHeld when it was lost, or never held. */
  release(): Promise<void> {
    throw new NotImplemented("Lease.release()");
  }

  /** The end of `await using`: frees the lease if it is held, and does nothing if not. */
  [Symbol.asyncDispose](): Promise<void> {
    throw new NotImplemented("Lease[Symbol.asyncDispose]()");
  }
}
