import { TotalOrder } from "./TotalOrder";
import type { ServerConfig, Store } from "./types";

/**
 * Sequential and linearizable: all writes go through one order. Sequential reads look at what is here, which may be
 * old for others but never goes back. Linearizable reads wait for their own place in the order.
 */
export class OrderedStore implements Store {
  readonly #values = new Map<string, string>();
  readonly #order: TotalOrder;
  readonly #readsInOrder: boolean;

  constructor({ me, servers, level, bus }: ServerConfig) {
    this.#readsInOrder = level === "linearizable";
    this.#order = new TotalOrder(me, servers, bus, ({ type, key, value }) => {
      if (type === "set") this.#values.set(key, value);
      return this.#here(key);
    });
  }

  get(key: string): string | Promise<string> {
    if (!this.#readsInOrder) return this.#here(key);
    return this.#order.broadcast("get", key, "");
  }

  async set(key: string, value: string): Promise<void> {
    await this.#order.broadcast("set", key, value);
  }

  #here(key: string): string {
    return this.#values.get(key) ?? "";
  }
}
