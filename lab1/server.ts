import { NotImplemented } from "labrpc";
import type { AppendArgs, GetArgs, KVService, PutArgs, Reply, ServerConfig } from "./types";

/** One server. Each method answers one kind of request; it may return a reply or a promise of one. */
export class KVServer implements KVService {
  /** @param config the number of this server, the size of the cluster, and an end for each server */
  constructor(readonly config: ServerConfig) {}

  get(args: GetArgs): Reply | Promise<Reply> {
    throw new NotImplemented(`KVServer.get(${args.key})`);
  }

  put(args: PutArgs): Reply | Promise<Reply> {
    throw new NotImplemented(`KVServer.put(${args.key})`);
  }

  append(args: AppendArgs): Reply | Promise<Reply> {
    throw new NotImplemented(`KVServer.append(${args.key})`);
  }
}
