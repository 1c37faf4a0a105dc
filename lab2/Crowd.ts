import type { ClientEnd } from "labrpc";
import { Clerk } from "./client";
import type { KVService } from "./types";

/** Many clerks on one machine, for the test of what a server keeps of each. */
export class Crowd {
  constructor(readonly server: ClientEnd<KVService>) {}

  /** Each of so many clerks writes the key once, one after the other, from version `from` on. */
  async putOnceEach(clerks: number, key: string, value: string, from: number): Promise<void> {
    for (let i = 0; i < clerks; i++) await new Clerk(this.server).put(key, value, from + i);
  }
}
