import type { ClientEnd } from "labrpc";

/** What a clerk knows of the cluster. One server alone is { servers: 1, replicas: 1 }. */
export interface ClusterConfig {
  /** How many servers there are; as many shards. Shard of a key: int(key) % servers. */
  readonly servers: number;
  /** How many servers hold a copy of each shard: server i is first for shard i, then the next ones, in a ring. */
  readonly replicas: number;
}

/** What a server knows of the cluster. */
export interface ServerConfig extends ClusterConfig {
  /** The number of this server, from 0. */
  readonly me: number;
  /** One end for each server, by number, this one included. */
  readonly peers: readonly ClientEnd<KVService>[];
}

/** Arguments and replies are yours to change: clerk and server are both written by you. */
export interface GetArgs {
  key: string;
}
export interface PutArgs {
  key: string;
  value: string;
}
export interface AppendArgs {
  key: string;
  arg: string;
}
export interface Reply {
  value: string;
}

/** What a server answers. Add methods as you need them. */
export interface KVService {
  get(args: GetArgs): Reply | Promise<Reply>;
  put(args: PutArgs): Reply | Promise<Reply>;
  append(args: AppendArgs): Reply | Promise<Reply>;
}
