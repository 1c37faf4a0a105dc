import { CausalStore } from "./CausalStore";
import { EventualStore } from "./EventualStore";
import { OrderedStore } from "./OrderedStore";
import type { GetArgs, GetReply, KVService, ServerConfig, SetArgs, Store } from "./types";

export class KVServer implements KVService {
  readonly #store: Store;

  constructor(config: ServerConfig) {
    this.#store = storeOf(config);
  }

  async get({ key }: GetArgs): Promise<GetReply> {
    return { value: await this.#store.get(key) };
  }

  async set({ key, value }: SetArgs): Promise<void> {
    await this.#store.set(key, value);
  }
}

function storeOf(config: ServerConfig): Store {
  switch (config.level) {
    case "linearizable":
    case "sequential":
      return new OrderedStore(config);
    case "eventual":
      return new EventualStore(config);
    case "causal":
      return new CausalStore(config);
  }
}
