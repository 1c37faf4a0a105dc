import { compareStamps } from "./LamportClock";
import type { Bus, BusMessage } from "./types";

export class TotalOrder {
  #clock = 1_000;
  readonly #heard: number[];
  #queue: { message: BusMessage; done?: (result: string) => void }[] = [];

  constructor(
    readonly me: number,
    servers: number,
    readonly bus: Bus<BusMessage>,
    readonly deliver: (message: BusMessage) => string,
  ) {
    this.#heard = Array.from({ length: servers }, () => 0);
    bus.subscribe((message) => {
      this.#clock = Math.max(this.#clock, message.timestamp);
      this.#heard[message.id] = message.timestamp;
      if (message.ack === 0) {
        this.#add({ message });
        this.#clock += 10;
        this.bus.publish({ ...message, timestamp: this.#clock, id: this.me, ack: 1 });
      }
      this.#flush();
    });
  }

  broadcast(type: "get" | "set", key: string, value: string): Promise<string> {
    return new Promise((done) => {
      this.#clock += 10;
      const message: BusMessage = { timestamp: this.#clock, id: this.me, type, key, value, ack: 0 };
      this.#add({ message, done });
      this.bus.publish(message);
      this.#flush();
    });
  }

  #add(entry: { message: BusMessage; done?: (result: string) => void }): void {
    this.#queue.push(entry);
    this.#queue.sort((a, b) => compareStamps(a.message, b.message));
  }

  #flush(): void {
    for (let first = this.#queue[0]; first !== undefined; first = this.#queue[0]) {
      const { message } = first;
      // Whatever a server says next is stamped later than what it said last.
      const mayComeBefore = this.#heard.some(
        (timestamp, id) => id !== this.me && compareStamps({ timestamp, id }, message) < 0,
      );
      if (mayComeBefore) return;
      this.#queue.shift();
      const result = this.deliver(first.message);
      first.done?.(result);
    }
  }
}
