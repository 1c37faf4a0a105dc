import { Publisher, Subscriber } from "zeromq";
import { decodeRealmMessage, encodeRealmMessage } from "labrpc/codec";
import type { Bus, BusMessage } from "../../types";
import { portOfZmqSocket } from "../zmq/portOfZmqSocket";
import { sendZmqMessage, ZMQ_SENDS_AT_ONCE } from "../zmq/sendZmqMessage";
import { takeZmqMessages } from "../zmq/takeZmqMessages";
import type { BroadcastStoreWrite } from "./messages";

/** ZeroMQ throws messages away that are more than this many behind; 0 means that it keeps them all. */
const KEEP_ALL = 0;
/** A server says hello this often until all have heard all, ms, and so many times at once. */
const HELLO_MS = 2;
const HELLOS_AT_ONCE = 10;
/** So often a server has heard another one before it works: the code that messages pass is compiled by then. */
export const BUS_HELLOS = 200;
/** A hello is read and written as any message is, and no store sees it. */
const HELLO: BusMessage = {
  timestamp: 1,
  id: 0,
  type: "set",
  key: "hello",
  value: "hello",
  ack: 1,
  of: { timestamp: 1, id: 0 },
};

/**
 * The bus between real servers: ZeroMQ's PUB and SUB, each message one frame of JSON. A hello has two frames.
 *
 * A subscriber that connects late misses what was published before. So servers say hello until every server has heard
 * every other one; only then they start to work.
 */
export class ZmqBus implements Bus<BusMessage> {
  readonly #me: number;
  readonly #publisher: Publisher;
  readonly #subscriber = new Subscriber({ receiveHighWaterMark: KEEP_ALL, linger: 0 });
  readonly #waiting: BusMessage[] = [];
  readonly #writes: BroadcastStoreWrite[] = [];
  #handler: ((message: BusMessage) => void) | undefined;
  #hello: NodeJS.Timeout | undefined;
  #published = 0;
  #received = 0;

  private constructor(me: number, publisher: Publisher) {
    this.#me = me;
    this.#publisher = publisher;
  }

  /** @param port 0 takes any that is free. Rejects with EADDRINUSE. */
  static async bind(me: number, port: number): Promise<ZmqBus> {
    const publisher = new Publisher(ZMQ_SENDS_AT_ONCE);
    await publisher.bind(`tcp://127.0.0.1:${port === 0 ? "*" : String(port)}`);
    return new ZmqBus(me, publisher);
  }

  get port(): number {
    return portOfZmqSocket(this.#publisher.lastEndpoint);
  }

  /** How many messages were published here, and how many have come from others. */
  get counts(): { readonly published: number; readonly received: number } {
    return { published: this.#published, received: this.#received };
  }

  /** All writes that were published here or have come from others, in that order. */
  get writes(): readonly BroadcastStoreWrite[] {
    return this.#writes;
  }

  /** Listens to the others and says hello to them. Resolves when all of them were heard, and often enough. */
  connect(others: readonly { readonly server: number; readonly broadcasts: number }[]): Promise<void> {
    const heard = new Map(others.map(({ server }) => [server, 0]));
    let missing = heard.size;
    this.#subscriber.subscribe();
    for (const { broadcasts } of others) this.#subscriber.connect(`tcp://127.0.0.1:${String(broadcasts)}`);
    this.#hello = setInterval(() => {
      for (let i = 0; i < HELLOS_AT_ONCE; i++)
        sendZmqMessage(this.#publisher, [encodeRealmMessage(HELLO, "a hello"), String(this.#me)]);
    }, HELLO_MS);
    return new Promise((resolve) => {
      if (missing === 0) resolve();
      void this.#listen((server) => {
        const times = (heard.get(server) ?? 0) + 1;
        heard.set(server, times);
        if (times === BUS_HELLOS) missing -= 1;
        if (missing === 0) resolve();
      });
    });
  }

  /** All have heard all. */
  stopHello(): void {
    clearInterval(this.#hello);
  }

  publish(message: BusMessage): void {
    const text = encodeRealmMessage(message, "a message on the bus");
    this.#published += 1;
    this.#note(message);
    sendZmqMessage(this.#publisher, text);
  }

  subscribe(handler: (message: BusMessage) => void): void {
    this.#handler = handler;
    for (const message of this.#waiting.splice(0)) handler(message);
  }

  close(): void {
    this.stopHello();
    this.#publisher.close();
    this.#subscriber.close();
  }

  #listen(onHello: (server: number) => void): Promise<void> {
    return takeZmqMessages(this.#subscriber, (frames) => {
      const message = decodeRealmMessage(frames[0]?.toString() ?? "") as BusMessage;
      if (frames.length > 1) {
        onHello(Number(String(frames[1])));
        return;
      }
      this.#received += 1;
      this.#note(message);
      if (this.#handler === undefined) this.#waiting.push(message);
      else this.#handler(message);
    });
  }

  #note({ timestamp, id, type, key, value, ack }: BusMessage): void {
    if (type === "set" && ack === 0) this.#writes.push({ timestamp, id, key, value });
  }
}
