import type { Clerk } from "./client";
import { KVError } from "./errors";
import type { LockOptions } from "./types";

export class Lock implements AsyncDisposable {
  private readonly id: string;
  private mine = false;

  constructor(
    private readonly clerk: Clerk,
    private readonly name: string,
    { owner = String(Math.random()) }: LockOptions = {},
  ) {
    this.id = owner;
  }

  async acquire(timeoutMs = Infinity): Promise<boolean> {
    const start = Date.now();
    for (;;) {
      let value = "free";
      let version = 0;
      try {
        ({ value, version } = await this.clerk.get(this.name));
      } catch (error) {
        if (!(error instanceof KVError) || error.code !== "ErrNoKey") throw error;
      }
      if (value === this.id) return (this.mine = true);
      if (value === "free") {
        const code = await codeOf(this.clerk.put(this.name, this.id, version));
        if (code === "ok") return (this.mine = true);
        if (code === "ErrMaybe") continue;
      }
      if (Date.now() - start >= timeoutMs) return false;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  async release(): Promise<void> {
    for (;;) {
      const { value, version } = await this.clerk.get(this.name).catch(() => ({ value: "free", version: 0 }));
      if (value !== this.id) {
        if (this.mine) break;
        throw new Error("not mine");
      }
      if ((await codeOf(this.clerk.put(this.name, "free", version))) === "ok") break;
    }
    this.mine = false;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.mine) await this.release();
  }
}

async function codeOf(put: Promise<void>): Promise<string> {
  try {
    await put;
    return "ok";
  } catch (error) {
    if (error instanceof KVError) return error.code;
    throw error;
  }
}
