import { NotImplemented, type ClientEnd } from "labrpc";
import type { ClerkOptions, ClerkStatistics, KVService, Versioned } from "./types";

/** Talks to the server for one client, which makes one call at a time. */
export class Clerk {
  constructor(
    readonly server: ClientEnd<KVService>,
    readonly options: ClerkOptions = {},
  ) {}

  /**
   * Resolves to the value of the key and its version.
   * Throws ErrNoKey when the key does not exist, ErrTimeout when the retries are used up.
   */
  get(key: string): Promise<Versioned> {
    throw new NotImplemented(`Clerk.get(${key})`);
  }

  /**
   * Writes the value if `version` is the key's version, which grows by one; version 0 creates the key.
   * Throws ErrNoKey, ErrVersion or ErrMaybe; see errors.ts.
   */
  put(key: string, value: string, version: number): Promise<void> {
    throw new NotImplemented(`Clerk.put(${key}, ${String(value.length)} characters, ${String(version)})`);
  }

  /** Optional part: what this clerk has seen. */
  statistics(): ClerkStatistics {
    throw new NotImplemented("Clerk.statistics()");
  }
}
