import type { ClientEnd } from "labrpc";

/** What a store promises about what its clients see. Causal is the optional part. */
export type Level = "linearizable" | "sequential" | "eventual" | "causal";

/**
 * What servers say to each other. These fields are part of the contract, because tests and pictures read them; add
 * others as you need them.
 */
export interface BusMessage {
  /** The sender's Lamport clock when it sent this message. */
  timestamp: number;
  /** The number of the server that sent this message. */
  id: number;
  /** What is broadcast, or acknowledged. */
  type: "get" | "set";
  key: string;
  /** What is written; "" in a get. */
  value: string;
  /** 0: an operation. 1: an acknowledgement of one. */
  ack: 0 | 1;
  /** Acknowledgement: the operation's timestamp and server, which name it. */
  of?: { timestamp: number; id: number };
  upTo?: number;
  seq?: number;
  deps?: Record<number, number>;
}

/**
 * Brings messages to all other servers, as PUB/SUB over TCP does. What one server publishes arrives at each other
 * server once and in the order in which it was published. Messages of different servers overtake each other. A
 * server does not get its own messages.
 */
export interface Bus<Message> {
  publish(message: Message): void;
  /** From now on each message that arrives is given to `handler`, one after the other. Call it once, at the start. */
  subscribe(handler: (message: Message) => void): void;
}

/** What a server is told when it starts. */
export interface ServerConfig {
  /** The number of this server, from 0. */
  readonly me: number;
  /** How many servers there are. */
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
/** "" when nobody has written the key. */
export interface GetReply {
  value: string;
}

/** What a server answers its clients. */
export interface KVService {
  get(args: GetArgs): GetReply | Promise<GetReply>;
  set(args: SetArgs): unknown;
}

/** How a clerk knows its server: each client talks to one, as in the book's figures. */
export type ServerEnd = ClientEnd<KVService>;
