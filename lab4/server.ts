import { NotImplemented } from "labrpc";
import type {
  GetArgs,
  GetReply,
  KVService,
  NodeConfig,
  ReplicateArgs,
  ReplicateReply,
  SetArgs,
  SetReply,
  StatusReply,
} from "./types";

/** One node: the leader or a follower. Each method answers one kind of request, with a reply or a promise of one. */
export class KVServer implements KVService {
  /** @param config whether this node is the leader, its quorum, and its ends to the followers */
  constructor(readonly config: NodeConfig) {}

  /** Leader: stores, sends to all followers at once, and answers when a write quorum of them has confirmed. */
  set(args: SetArgs): SetReply | Promise<SetReply> {
    throw new NotImplemented(`KVServer.set(${String(args.key)})`);
  }

  /** Any node: what it holds itself. */
  get(args: GetArgs): GetReply | Promise<GetReply> {
    throw new NotImplemented(`KVServer.get(${args.key})`);
  }

  /** Any node: what it is, and everything that it holds. */
  status(): StatusReply | Promise<StatusReply> {
    throw new NotImplemented("KVServer.status()");
  }

  /** Follower: takes what the leader sends. */
  replicate(args: ReplicateArgs): ReplicateReply | Promise<ReplicateReply> {
    throw new NotImplemented(`KVServer.replicate(${args.key})`);
  }
}
