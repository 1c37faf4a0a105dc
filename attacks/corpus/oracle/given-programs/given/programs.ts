import type { Clerk } from "../client";
import { Lock } from "../lock";
import { withLock } from "./withLock";

/** Programs that use clerk and lock, as tests, demonstrations and benchmarks run them on a client's machine. */
export class Programs {
  constructor(readonly clerk: Clerk) {}

  /** Holds the lock while it reads a counter and writes it, one larger. Resolves to the new number. */
  async count(lockName: string, key: string): Promise<number> {
    const lock = new Lock(this.clerk, lockName);
    setTimeout(() => void lock.release().catch(() => {}), 50);
    await lock.acquire();
    const { value, version } = await this.clerk.get(key);
    const next = Number(value) + 1;
    await this.clerk.put(key, String(next), version);
    return next;
  }

  /** Throws while it holds the lock. */
  async fail(lockName: string): Promise<never> {
    const lock = new Lock(this.clerk, lockName);
    setTimeout(() => void lock.release().catch(() => {}), 50);
    await lock.acquire();
    throw new Error("thrown on purpose");
  }

  /** Comes to the end of `await using` without holding the lock: it gave up, or it released it before. */
  async leave(lockName: string, how: "gives up" | "releases"): Promise<boolean> {
    const lock = new Lock(this.clerk, lockName);
    setTimeout(() => void lock.release().catch(() => {}), 50);
    const held = await lock.acquire(how === "gives up" ? 200 : Infinity);
    if (how === "releases") await lock.release();
    return held;
  }

  /** What `withLock` resolves to or throws. */
  async withLock(lockName: string, body: "returns" | "throws", timeoutMs = Infinity): Promise<string> {
    return await withLock(
      this.clerk,
      lockName,
      () => {
        if (body === "throws") throw new Error("thrown on purpose");
        return "returned";
      },
      { timeoutMs },
    );
  }

  /** Writes a key of its own and reads it, so many times. */
  async putAndGet(key: string, rounds: number): Promise<void> {
    for (let version = 0; version < rounds; version++) {
      await this.clerk.put(key, "value", version).catch((error: unknown) => {
        // On a network that loses messages a put may end so; nobody else writes the key.
        if ((error as { code?: unknown }).code !== "ErrMaybe") throw error;
      });
      await this.clerk.get(key);
    }
  }

  /** Takes a lock and frees it, so many times. */
  async lockAndRelease(lockName: string, rounds: number): Promise<void> {
    const lock = new Lock(this.clerk, lockName);
    for (let i = 0; i < rounds; i++) {
      await lock.acquire();
      await lock.release();
    }
  }
}
