import type { Clerk } from "./client";
import { Lock } from "./lock";
import { withLock } from "./withLock";

/** Programs that use a lock, as the tests and the demonstrations run them on a client's machine. */
export class Programs {
  constructor(readonly clerk: Clerk) {}

  /** Holds the lock while it reads a counter and writes it, one larger. Resolves to the new number. */
  async count(lockName: string, key: string): Promise<number> {
    await using lock = new Lock(this.clerk, lockName);
    await lock.acquire();
    const { value, version } = await this.clerk.get(key);
    const next = Number(value) + 1;
    await this.clerk.put(key, String(next), version);
    return next;
  }

  /** Throws while it holds the lock. */
  async fail(lockName: string): Promise<never> {
    await using lock = new Lock(this.clerk, lockName);
    await lock.acquire();
    throw new Error("thrown on purpose");
  }

  /** Comes to the end of `await using` without holding the lock: it gave up, or it released it before. */
  async leave(lockName: string, how: "gives up" | "releases"): Promise<boolean> {
    await using lock = new Lock(this.clerk, lockName);
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
}
