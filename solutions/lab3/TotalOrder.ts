import { compareStamps, LamportClock, type Stamp } from "./LamportClock";
import type { Bus, BusMessage } from "./types";

/** An operation that waits for its turn. */
interface Waiting {
  readonly message: BusMessage;
  /** Servers that have acknowledged it. Who broadcasts it acknowledges it thereby. */
  readonly acks: Set<number>;
  /** For an operation of this server: what to do when it has been delivered. */
  readonly done?: (result: string) => void;
}

/**
 * Totally ordered broadcast by Lamport clocks and acknowledgements: every server delivers the same operations in the
 * same order, that of their timestamps.
 *
 * The first operation in the queue is delivered when every server has acknowledged it. A server's messages arrive in
 * the order in which it sent them, and after its acknowledgement it sends only larger timestamps. So nothing can come
 * any more that belongs before it.
 */
export class TotalOrder {
  readonly #clock = new LamportClock();
  readonly #me: number;
  readonly #servers: number;
  readonly #bus: Bus<BusMessage>;
  readonly #deliver: (message: BusMessage) => string;
  /** In the order of their timestamps. */
  readonly #queue: Waiting[] = [];
  /** Acknowledgements of operations that have not arrived yet: their sender may be slower than who acknowledges them. */
  readonly #early = new Map<string, Set<number>>();

  /** @param deliver executes each operation of any server, in the one order, and returns its result */
  constructor(me: number, servers: number, bus: Bus<BusMessage>, deliver: (message: BusMessage) => string) {
    this.#me = me;
    this.#servers = servers;
    this.#bus = bus;
    this.#deliver = deliver;
    bus.subscribe((message) => this.#receive(message));
  }

  /** Resolves to the operation's result when this server has delivered it. */
  broadcast(type: "get" | "set", key: string, value: string): Promise<string> {
    const message = { timestamp: this.#clock.tick(), id: this.#me, type, key, value, ack: 0 } as const;
    return new Promise((done) => {
      this.#enqueue({ message, acks: new Set([this.#me]), done });
      this.#bus.publish(message);
      this.#deliverFirst();
    });
  }

  #receive(message: BusMessage): void {
    this.#clock.see(message.timestamp);
    if (message.ack === 1) {
      if (message.of !== undefined) this.#acknowledged(message.of, message.id);
    } else {
      const acks = this.#early.get(nameOf(message)) ?? new Set();
      this.#early.delete(nameOf(message));
      this.#enqueue({ message, acks: acks.add(message.id).add(this.#me) });
      const { timestamp, id, type, key, value } = message;
      this.#bus.publish({
        timestamp: this.#clock.tick(),
        id: this.#me,
        type,
        key,
        value,
        ack: 1,
        of: { timestamp, id },
      });
    }
    this.#deliverFirst();
  }

  #acknowledged(of: Stamp, by: number): void {
    const waiting = this.#queue.find(({ message }) => compareStamps(message, of) === 0);
    if (waiting !== undefined) {
      waiting.acks.add(by);
      return;
    }
    const early = this.#early.get(nameOf(of)) ?? new Set();
    this.#early.set(nameOf(of), early.add(by));
  }

  #enqueue(waiting: Waiting): void {
    const behind = this.#queue.findIndex(({ message }) => compareStamps(message, waiting.message) > 0);
    this.#queue.splice(behind === -1 ? this.#queue.length : behind, 0, waiting);
  }

  #deliverFirst(): void {
    for (;;) {
      const [first] = this.#queue;
      if (first === undefined || first.acks.size < this.#servers) return;
      this.#queue.shift();
      const result = this.#deliver(first.message);
      first.done?.(result);
    }
  }
}

function nameOf({ timestamp, id }: Stamp): string {
  return `${String(timestamp)}/${String(id)}`;
}
