import type { ClientEnd } from "labrpc";

export type Level = "linearizable" | "sequential" | "eventual" | "causal";

export interface BusMessage {
  timestamp: number;
  id: number;
  type: "get" | "set";
  key: string;
  value: string;
  ack: 0 | 1;
  /** The operation's name, in itself and in its acknowledgements. */
  name?: string;
  /** Causal: the last write of each server that its server knew of. */
  after?: string[];
}

export interface Bus<Message> {
  publish(message: Message): void;
  subscribe(handler: (message: Message) => void): void;
}

export interface ServerConfig {
  readonly me: number;
  readonly servers: number;
  readonly level: Level;
  readonly bus: Bus<BusMessage>;
}

export interface GetArgs {
  key: string;
}
export interface SetArgs {
  key: string;
  value: string;
}
export interface GetReply {
  value: string;
}

export interface KVService {
  get(args: GetArgs): GetReply | Promise<GetReply>;
  set(args: SetArgs): unknown;
}

export type ServerEnd = ClientEnd<KVService>;
