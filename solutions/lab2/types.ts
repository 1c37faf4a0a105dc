/** How a clerk sends again. All times are virtual ms. */
export interface ClerkOptions {
  /** How many times one request is sent again when no reply comes. Default: Infinity. */
  readonly maxRetries?: number;
  /** The pause before the first retry. Default: 10. */
  readonly retryDelay?: number;
  /** No pause is longer than this. Default: 1,000. */
  readonly maxDelay?: number;
}

/** How a lock behaves. */
export interface LockOptions {
  /** Who holds the lock, as others see it. Default: an id that nobody else has. */
  readonly owner?: string;
}

/** How a lease behaves. */
export interface LeaseOptions extends LockOptions {
  /** How long the lease lasts when it is not renewed, ms. */
  readonly leaseMs: number;
}

/** A value and how often its key was written. The version of a new key is 1. */
export interface Versioned {
  readonly value: string;
  readonly version: number;
}

/** What a clerk has seen since it was made. */
export interface ClerkStatistics {
  /** Requests sent, each retry included. */
  readonly requests: number;
  /** Requests that were sent again. */
  readonly retries: number;
  /** Requests that got no reply in time. */
  readonly drops: number;
}

/** What a server has seen since it was made. */
export interface ServerStatistics {
  /** Requests received. */
  readonly requests: number;
  /** Of these: requests executed before and answered from the cache. A server without a cache counts 0. */
  readonly duplicates: number;
}

/** Which put this is: a server executes it once, however often it arrives. */
export interface OperationId {
  /** An id that no other clerk has. */
  client: string;
  /** Counts the puts of one clerk, from 1. A retry has the same number. */
  seq: number;
}

export interface GetArgs {
  key: string;
}
export type GetReply = { ok: true; value: string; version: number } | { ok: false; code: "ErrNoKey" };

export interface PutArgs extends OperationId {
  key: string;
  value: string;
  version: number;
}
export type PutReply = { ok: true } | { ok: false; code: "ErrNoKey" | "ErrVersion" };

/** What the server answers. */
export interface KVService {
  get(args: GetArgs): GetReply;
  put(args: PutArgs): PutReply;
}
