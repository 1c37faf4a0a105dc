import { LamportClock } from "./LamportClock";
import type { BusMessage, ServerConfig, Store } from "./types";

/**
 * Causal: a write is done when it is stored here. Others take it when they have everything that this server had seen
 * when it wrote (vector clocks: Fidge, 1988, and Mattern, 1989). Writes that do not know of each other may be seen in
 * different orders.
 */
export class CausalStore implements Store {
  readonly #config: ServerConfig;
  readonly #clock = new LamportClock();
  readonly #values = new Map<string, string>();
  /** How many writes of each server are in what we hold. */
  readonly #seen: number[];
  #waiting: BusMessage[] = [];

  constructor(config: ServerConfig) {
    this.#config = config;
    this.#seen = Array.from({ length: config.servers }, () => 0);
    config.bus.subscribe((message) => {
      this.#clock.see(message.timestamp);
      this.#waiting.push(message);
      this.#takeAll();
    });
  }

  get(key: string): string {
    return this.#values.get(key) ?? "";
  }

  set(key: string, value: string): void {
    const { me, bus } = this.#config;
    this.#values.set(key, value);
    this.#seen[me]! += 1;
    const timestamp = this.#clock.tick();
    bus.publish({ timestamp, id: me, type: "set", key, value, ack: 0, vector: [...this.#seen] });
  }

  #takeAll(): void {
    for (;;) {
      const ready = this.#waiting.find((message) => this.#isReady(message));
      if (ready === undefined) return;
      this.#waiting = this.#waiting.filter((message) => message !== ready);
      this.#values.set(ready.key, ready.value);
      this.#seen[ready.id]! += 1;
    }
  }

  /** The next write of its server, which knows of nothing that we do not have. */
  #isReady({ id, vector = [] }: BusMessage): boolean {
    return vector.every((count, server) => {
      const seen = this.#seen[server]!;
      return server === id ? count === seen + 1 : count <= seen;
    });
  }
}
