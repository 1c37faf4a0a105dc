import type { ClientEnd } from "labrpc";

export interface ClusterConfig {
  readonly servers: number;
  readonly replicas: number;
}

export interface ServerConfig extends ClusterConfig {
  readonly me: number;
  readonly peers: readonly ClientEnd<KVService>[];
}

/** Which operation it is: the same client and number mean the same operation, sent again. */
export interface OperationId {
  client: string;
  seq: number;
}

export interface GetArgs extends OperationId {
  key: string;
}
export interface PutArgs extends OperationId {
  key: string;
  value: string;
}
export interface AppendArgs extends OperationId {
  key: string;
  arg: string;
}

/** `ok: false` means: not here, or not now; ask another replica, or ask again. */
export type Reply = { ok: true; value: string } | { ok: false };

/** The effect of one operation, from a shard's first server to its other replicas. */
export interface Update extends OperationId {
  first: number;
  /** Counts the updates of that first server, so that a late copy cannot undo a newer one. */
  version: number;
  key: string;
  value: string;
  reply: string;
}

export interface KVService {
  get(args: GetArgs): Promise<Reply>;
  put(args: PutArgs): Promise<Reply>;
  append(args: AppendArgs): Promise<Reply>;
  replicate(update: Update): void;
  ping(args: null): void;
}
