import type { ClientEnd } from "labrpc";

export type NodeType = "leader" | "follower";

/** What a node is told when it starts. */
export interface NodeConfig {
  readonly nodeType: NodeType;
  /** How many followers must confirm a write before the leader answers. From 1; there may be fewer followers. */
  readonly writeQuorum: number;
  /** The leader's ends to its followers. A follower has none: it knows nobody, and answers who asks it. */
  readonly followers: readonly ClientEnd<KVService>[];
  /** How long the leader waits for confirmations before it answers that there were not enough, ms. */
  readonly quorumTimeoutMs: number;
  /** What is too long to be stored. Characters, as in `text.length`. */
  readonly limits: Limits;
}

export interface Limits {
  /** 1,024 in the real system; other numbers in some tests. */
  readonly keyLength: number;
  /** 65,536 in the real system; other numbers in some tests. */
  readonly valueLength: number;
}

/** Why a request was refused, and what to tell the person who sent it. Over HTTP each code is a status. */
export interface Refusal<Code extends RefusalCode> {
  success: false;
  code: Code;
  error: string;
}
/** HTTP status: 400, 403, 403, 404, 500. */
export type RefusalCode = "bad-request" | "not-leader" | "not-follower" | "not-found" | "no-quorum";

/** What came in a request. Anybody can send anything, so nothing is certain before you look. */
export interface SetArgs {
  key?: unknown;
  value?: unknown;
}
export type SetReply =
  | { success: true; key: string; value: string; /** Followers that confirmed so far. */ replicas: number }
  | Refusal<"bad-request" | "not-leader">
  | (Refusal<"no-quorum"> & { /** Followers that confirmed in time. */ replicas: number });

export interface GetArgs {
  key: string;
}
export type GetReply = { success: true; key: string; value: string } | Refusal<"not-found">;

/** The names are those of the JSON body of `GET /status`. */
export interface StatusReply {
  node_type: NodeType;
  /** How many keys the node holds. */
  data_count: number;
  /** Every key with its value. */
  data: Record<string, string>;
}

/** A key's value. Of two, the one with the larger version is the newer one. */
export interface Entry {
  key: string;
  value: string;
  version: number;
}

/** `key` and `value` alone, as somebody sends it by hand, or `entries`: what the follower may not have yet. */
export interface ReplicateArgs {
  key?: unknown;
  value?: unknown;
  entries?: readonly Entry[];
}
/** `life` differs after each start of the follower, which begins with nothing. */
export type ReplicateReply =
  { success: true; key?: string; life: string } | Refusal<"bad-request" | "not-follower">;

/** Everything that a follower holds. */
export interface SyncReply {
  life: string;
  entries: Entry[];
}

/** What a node answers. */
export interface KVService {
  set(args: SetArgs): SetReply | Promise<SetReply>;
  get(args: GetArgs): GetReply | Promise<GetReply>;
  status(args: null): StatusReply | Promise<StatusReply>;
  replicate(args: ReplicateArgs): ReplicateReply | Promise<ReplicateReply>;
  sync(args: null): SyncReply;
}

/** How a clerk's write ended. */
export type SetOutcome =
  /** The leader and at least a write quorum of followers have it. */
  | { kind: "done"; replicas: number }
  /** Fewer followers confirmed than the quorum. The leader has it, and the others may get it later. */
  | { kind: "no-quorum"; replicas: number }
  /** No answer came. It may have happened, or may still happen. */
  | { kind: "maybe" }
  /** It did not happen, and never will. */
  | { kind: "refused"; code: "bad-request" | "not-leader"; error: string };

/** How a clerk's read ended. */
export type GetOutcome =
  | { kind: "value"; value: string }
  /** The node that answered does not have the key. */
  | { kind: "no-key" }
  /** No node answered. */
  | { kind: "unavailable" };
