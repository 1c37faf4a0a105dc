import { compareStamps, LamportClock } from "./LamportClock";
import type { BusMessage, ServerConfig, Store } from "./types";

/** Eventual: a write is done when it is stored here, and the others are told. The last writer wins. */
export class EventualStore implements Store {
  readonly #config: ServerConfig;
  readonly #clock = new LamportClock();
  readonly #last = new Map<string, BusMessage>();

  constructor(config: ServerConfig) {
    this.#config = config;
    config.bus.subscribe((message) => {
      this.#clock.see(message.timestamp);
      this.#take(message);
    });
  }

  get(key: string): string {
    return this.#last.get(key)?.value ?? "";
  }

  set(key: string, value: string): void {
    const { me, bus } = this.#config;
    const message = { timestamp: this.#clock.tick(), id: me, type: "set", key, value, ack: 0 } as const;
    this.#take(message);
    bus.publish(message);
  }

  /** Timestamp, server and value decide, never who came last: so all servers decide alike. */
  #take(message: BusMessage): void {
    const last = this.#last.get(message.key);
    if (last !== undefined && (compareStamps(last, message) || (last.value < message.value ? -1 : 1)) > 0)
      return;
    this.#last.set(message.key, message);
  }
}
