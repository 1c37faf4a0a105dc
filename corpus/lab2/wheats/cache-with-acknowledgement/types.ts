export interface ClerkOptions {
  readonly maxRetries?: number;
  readonly retryDelay?: number;
  readonly maxDelay?: number;
}
export interface LockOptions {
  readonly owner?: string;
}
export interface LeaseOptions extends LockOptions {
  readonly leaseMs: number;
}
export interface Versioned {
  readonly value: string;
  readonly version: number;
}
export interface ClerkStatistics {
  readonly requests: number;
  readonly retries: number;
  readonly drops: number;
}
export interface ServerStatistics {
  readonly requests: number;
  readonly duplicates: number;
}

/** Who asks, the how-manieth request it is, and the number up to which replies have arrived. */
export interface Identity {
  client: number;
  seq: number;
  seen: number;
}
export interface GetArgs extends Identity {
  key: string;
}
export interface PutArgs extends Identity {
  key: string;
  value: string;
  version: number;
}
/** An empty array: the key does not exist. */
export type GetReply = [] | [string, number];
export type PutReply = 0 | "ErrNoKey" | "ErrVersion";
export interface KVService {
  get(args: GetArgs): Promise<GetReply>;
  put(args: PutArgs): Promise<PutReply>;
}
