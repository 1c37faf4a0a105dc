import { NotImplemented } from "labrpc";

/** Optional: a consistent-hash ring. A server more, or one less, moves few keys. */
export class Ring {
  /** @param servers the numbers of the servers, in any order */
  constructor(readonly servers: readonly number[]) {}

  /** The number of the server that a key belongs to. */
  serverOf(key: string): number {
    throw new NotImplemented(`Ring.serverOf(${key})`);
  }
}
