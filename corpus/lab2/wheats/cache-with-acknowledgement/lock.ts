import { randomUUID } from "node:crypto";
import type { Clerk } from "./client";
import { ErrMaybe, ErrNoKey, ErrVersion } from "./errors";

interface State {
  holder: string | null;
}

export class Lock implements AsyncDisposable {
  private held: { version: number } | null = null;

  constructor(
    private readonly clerk: Clerk,
    private readonly name: string,
  ) {}

  async acquire(timeoutMs?: number): Promise<boolean> {
    const until = Date.now() + (timeoutMs ?? Number.MAX_SAFE_INTEGER);
    const holder = randomUUID();
    do {
      const { state, version } = await this.read();
      if (state.holder === null && (await this.take(holder, version))) {
        this.held = { version: version + 1 };
        return true;
      }
      await new Promise((resolve) => setTimeout(resolve, 5 + Math.random() * 20));
    } while (Date.now() < until);
    return false;
  }

  async release(): Promise<void> {
    if (this.held === null) throw new Error("release without acquire");
    const { version } = this.held;
    this.held = null;
    try {
      await this.clerk.put(this.name, JSON.stringify({ holder: null }), version);
    } catch (error) {
      if (!(error instanceof ErrMaybe)) throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.held !== null) await this.release();
  }

  private async take(holder: string, version: number): Promise<boolean> {
    try {
      await this.clerk.put(this.name, JSON.stringify({ holder }), version);
      return true;
    } catch (error) {
      if (error instanceof ErrVersion) return false;
      if (error instanceof ErrMaybe) return (await this.read()).state.holder === holder;
      throw error;
    }
  }

  private async read(): Promise<{ state: State; version: number }> {
    try {
      const { value, version } = await this.clerk.get(this.name);
      return { state: JSON.parse(value) as State, version };
    } catch (error) {
      if (error instanceof ErrNoKey) return { state: { holder: null }, version: 0 };
      throw error;
    }
  }
}
