import { NotImplemented } from "labrpc";
import type { GetArgs, GetReply, KVService, PutArgs, PutReply, ServerStatistics } from "./types";

/** The server. Each method answers one kind of request; it may return a reply or a promise of one. */
export class KVServer implements KVService {
  get(args: GetArgs): GetReply | Promise<GetReply> {
    throw new NotImplemented(`KVServer.get(${args.key})`);
  }

  put(args: PutArgs): PutReply | Promise<PutReply> {
    throw new NotImplemented(`KVServer.put(${args.key})`);
  }

  /** Optional part: what this server has seen. */
  statistics(): ServerStatistics {
    throw new NotImplemented("KVServer.statistics()");
  }
}
