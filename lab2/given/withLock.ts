import type { Clerk } from "../client";
import { Lock } from "../lock";
import type { LockOptions } from "../types";

/** How long to wait for the lock, virtual ms, and how it behaves. */
export interface WithLockOptions extends LockOptions {
  /** Default: as long as it takes. */
  readonly timeoutMs?: number;
}

/**
 * Runs `body` while holding a lock, and frees the lock whatever happens in it. Resolves to what `body` resolves to.
 * Throws what `body` throws, and an Error when the lock could not be had in time.
 */
export async function withLock<Result>(
  clerk: Clerk,
  name: string,
  body: () => Result | Promise<Result>,
  { timeoutMs = Infinity, ...options }: WithLockOptions = {},
): Promise<Result> {
  await using lock = new Lock(clerk, name, options);
  if (!(await lock.acquire(timeoutMs)))
    throw new Error(
      `expected to get the lock ${name} within ${String(timeoutMs)} ms, but somebody else held it`,
    );
  return await body();
}
