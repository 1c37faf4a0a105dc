import { randomUUID } from "node:crypto";
import type { Clerk } from "./client";
import { KVError } from "./errors";
import type { LockOptions } from "./types";

export class Lock implements AsyncDisposable {
  readonly #me: string;
  constructor(
    private readonly clerk: Clerk,
    private readonly name: string,
    options?: LockOptions,
  ) {
    this.#me = options?.owner ?? randomUUID();
  }

  acquire(timeoutMs = Infinity): Promise<boolean> {
    return this.#acquire(Date.now() + timeoutMs, 2);
  }

  async release(): Promise<void> {
    const { value, version } = await this.#state();
    if (version % 2 === 0 || value !== this.#me) throw new Error(`${this.name} is not held by ${this.#me}`);
    // Nobody else writes while it is ours, so whatever the answer is, the lock is free afterwards.
    await this.clerk.put(this.name, this.#me, version).catch((error: unknown) => {
      if (!(error instanceof KVError)) throw error;
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { value, version } = await this.#state();
    if (version % 2 === 1 && value === this.#me) await this.release();
  }

  async #acquire(deadline: number, pause: number): Promise<boolean> {
    const { value, version } = await this.#state();
    if (version % 2 === 1 && value === this.#me) return true;
    if (version % 2 === 0) {
      try {
        await this.clerk.put(this.name, this.#me, version);
        return true;
      } catch (error) {
        if (!(error instanceof KVError)) throw error;
        if (error.code === "ErrMaybe") return this.#acquire(deadline, pause);
      }
    }
    if (Date.now() > deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, pause * (0.5 + Math.random())));
    return this.#acquire(deadline, Math.min(40, pause * 2));
  }

  async #state(): Promise<{ value: string; version: number }> {
    try {
      return await this.clerk.get(this.name);
    } catch (error) {
      if (error instanceof KVError && error.code === "ErrNoKey") return { value: "", version: 0 };
      throw error;
    }
  }
}
