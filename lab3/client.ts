import { NotImplemented } from "labrpc";
import type { ServerEnd } from "./types";

/** Talks to one server for one client, which makes one call at a time. */
export class Clerk {
  /** @param server the server that all calls go to */
  constructor(readonly server: ServerEnd) {}

  /** Resolves to the value of the key, "" when nobody has written it. Rejects with TimeoutError when no answer comes. */
  get(key: string): Promise<string> {
    throw new NotImplemented(`Clerk.get(${key})`);
  }

  /** Writes the key. Rejects with TimeoutError when no answer comes: then it may have been written, or may still be. */
  set(key: string, value: string): Promise<void> {
    throw new NotImplemented(`Clerk.set(${key}, ${String(value.length)} characters)`);
  }
}
