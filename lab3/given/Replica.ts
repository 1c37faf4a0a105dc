import type { ClientEnd } from "labrpc";
import { FifoBus, type BusService, type Envelope } from "./FifoBus";
import { KVServer } from "../server";
import type { Bus, BusMessage, GetArgs, GetReply, KVService, Level, SetArgs } from "../types";

/** What a replica of the simulation is told when it starts. */
export interface ReplicaConfig {
  readonly me: number;
  readonly servers: number;
  readonly level: Level;
  /** An end for each other server. */
  readonly others: readonly ClientEnd<BusService<BusMessage>>[];
}

/** What passed between a server and its bus. */
export interface BusEvent {
  readonly kind: "published" | "received";
  /** When, virtual ms since the host started. */
  readonly at: number;
  readonly message: BusMessage;
}

/** Of this host. No field: it is no part of what the student's server holds, which reports tell of. */
const log: BusEvent[] = [];

/** One host of the simulation: the student's server with a bus. Clients and other replicas talk to it. */
export class Replica implements KVService, BusService<BusMessage> {
  readonly #bus: FifoBus<BusMessage>;
  readonly #server: KVServer;

  constructor({ me, servers, level, others }: ReplicaConfig) {
    this.#bus = new FifoBus(me, others);
    const bus: Bus<BusMessage> = {
      publish: (message) => {
        // A copy, as the others get it: the server may change its own object later.
        log.push({ kind: "published", at: performance.now(), message: structuredClone(message) });
        this.#bus.publish(message);
      },
      subscribe: (handler) => {
        this.#bus.subscribe((message) => {
          log.push({ kind: "received", at: performance.now(), message: structuredClone(message) });
          handler(message);
        });
      },
    };
    this.#server = new KVServer({ me, servers, level, bus });
  }

  get(args: GetArgs): GetReply | Promise<GetReply> {
    return this.#server.get(args);
  }

  set(args: SetArgs): unknown {
    return this.#server.set(args);
  }

  /** Everything that the server has published and received so far, in order. For the tests. */
  log(): readonly BusEvent[] {
    return log;
  }

  deliver(envelope: Envelope<BusMessage>): void {
    this.#bus.deliver(envelope);
  }
}
