import { NotImplemented } from "labrpc";
import type { GetArgs, GetReply, KVService, ServerConfig, SetArgs } from "./types";

/** One replica of the store. Each method answers one kind of request, with a reply or a promise of one. */
export class KVServer implements KVService {
  /** @param config the number of this server, how many there are, what is promised, and the bus between them */
  constructor(readonly config: ServerConfig) {}

  /** Resolves to the value of the key, "" when nobody has written it. */
  get(args: GetArgs): GetReply | Promise<GetReply> {
    throw new NotImplemented(`KVServer.get(${args.key})`);
  }

  /** Returns when the level allows the client to go on. What it returns does not matter. */
  set(args: SetArgs): unknown {
    throw new NotImplemented(`KVServer.set(${args.key})`);
  }
}
