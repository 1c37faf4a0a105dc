import type { ClientEnd } from "labrpc";
import { Clerk } from "../client";
import type { KVService } from "../types";

/** Many clerks on one machine, for the tests of what a server keeps of each. */
export class Crowd {
  constructor(readonly server: ClientEnd<KVService>) {}

  /** Each of so many clerks writes the key once, one after the other, from a version on. */
  async putOnceEach(clerks: number, key: string, valueLength: number, from = 0): Promise<void> {
    const value = "v".repeat(valueLength);
    for (let i = 0; i < clerks; i++) await new Clerk(this.server).put(key, value, from + i);
  }

  /** Each of so many clerks writes a key of its own, so many times. */
  async putOften(clerks: number, puts: number): Promise<void> {
    for (let i = 0; i < clerks; i++) {
      const clerk = new Clerk(this.server);
      for (let version = 0; version < puts; version++) await clerk.put(`key ${String(i)}`, "value", version);
    }
  }

  /** Each of so many clerks writes each of so many keys once, one after the other. */
  async putEverywhere(clerks: number, keys: number): Promise<void> {
    for (let version = 0; version < clerks; version++) {
      const clerk = new Clerk(this.server);
      for (let i = 0; i < keys; i++) await clerk.put(`key ${String(i)}`, "value", version);
    }
  }

  /** Each of so many clerks writes a key of its own, so many times, and never sends again. */
  async putHastily(clerks: number, puts: number): Promise<void> {
    for (let i = 0; i < clerks; i++) {
      const clerk = new Clerk(this.server, { maxRetries: 0 });
      for (let version = 0; version < puts; version++)
        await clerk.put(`key ${String(i)}`, "value", version).catch(() => undefined);
    }
  }

  /** Each of so many clerks writes the key and reads it, once, one after the other. */
  async readOnceEach(clerks: number, key: string, valueLength: number): Promise<void> {
    for (let version = 0; version < clerks; version++) {
      const clerk = new Clerk(this.server);
      // Another text each time: equal ones could be one.
      await clerk.put(key, String(version).padEnd(valueLength, "v"), version);
      await clerk.get(key);
    }
  }

  /** Each of so many clerks writes a key once, and then gets it and puts it with an old version, so many times. */
  async askOften(clerks: number, rounds: number): Promise<void> {
    for (let i = 0; i < clerks; i++) {
      const clerk = new Clerk(this.server);
      const key = `key ${String(i)}`;
      await clerk.put(key, "value", 0);
      for (let round = 0; round < rounds; round++) {
        await clerk.get(key);
        await clerk.put(key, "refused", 0).catch(() => undefined);
      }
    }
  }
}
