import { randomUUID } from "node:crypto";
import type { Clerk } from "./client";
import { ErrMaybe, ErrNotHeld, ErrVersion } from "./errors";

export class Lock implements AsyncDisposable {
  private id = "";
  private version = 0;

  constructor(
    readonly clerk: Clerk,
    readonly name: string,
  ) {}

  async acquire(timeoutMs = Infinity): Promise<boolean> {
    const end = Date.now() + timeoutMs;
    let version = 0;
    for (;;) {
      const id = randomUUID();
      await this.tryPut(id, version);
      const seen = await this.clerk.get(this.name);
      if (seen.value === id) {
        this.id = id;
        this.version = seen.version;
        return true;
      }
      // Wait here until it is free, and remember in which version.
      let now = seen;
      while (now.value !== "-") {
        if (Date.now() >= end) return false;
        await new Promise((resolve) => setTimeout(resolve, 3 + Math.random() * 12));
        now = await this.clerk.get(this.name);
      }
      version = now.version;
    }
  }

  async release(): Promise<void> {
    if (this.id === "") throw new ErrNotHeld(this.name);
    this.id = "";
    for (;;) {
      await this.tryPut("-", this.version);
      if ((await this.clerk.get(this.name)).version > this.version) return;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.id !== "") await this.release();
  }

  private async tryPut(value: string, version: number): Promise<void> {
    try {
      await this.clerk.put(this.name, value, version);
    } catch (error) {
      if (!(error instanceof ErrVersion || error instanceof ErrMaybe)) throw error;
    }
  }
}
