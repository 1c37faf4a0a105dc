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
export interface Reply extends Versioned {
  readonly error?: "ErrNoKey" | "ErrVersion";
}
export interface KVService {
  get(args: { key: string }): Reply;
  put(args: { key: string; value: string; version: number; request: string }): Reply;
}
