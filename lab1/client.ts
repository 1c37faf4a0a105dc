import { NotImplemented, type ClientEnd } from "labrpc";
import type { ClusterConfig, KVService } from "./types";

/** Talks to the servers for one client, which makes one call at a time. */
export class Clerk {
  /**
   * @param servers one end for each server, by number
   * @param config how many servers there are, and how many of them hold a copy of each shard
   */
  constructor(
    readonly servers: readonly ClientEnd<KVService>[],
    readonly config: ClusterConfig,
  ) {}

  /** Resolves to the value of the key, "" when it does not exist. */
  get(key: string): Promise<string> {
    throw new NotImplemented(`Clerk.get(${key})`);
  }

  /** Installs or replaces the value of the key. */
  put(key: string, value: string): Promise<void> {
    throw new NotImplemented(`Clerk.put(${key}, ${String(value.length)} characters)`);
  }

  /** Adds `arg` to the end of the key's value. Resolves to the value before. */
  append(key: string, arg: string): Promise<string> {
    throw new NotImplemented(`Clerk.append(${key}, ${String(arg.length)} characters)`);
  }
}
