/** A batch is at most this old when it is sent, ms: nobody reads faster, and a message costs what a call costs. */
const MAX_AGE_MS = 50;

/** Collects items for a while: a message for each would cost more than many a request that it tells of. */
export class StoreLineBatch<Item> {
  readonly #send: (items: Item[]) => void;
  #items: Item[] = [];
  #timer: NodeJS.Timeout | undefined;

  /** @param send gets each batch, never an empty one */
  constructor(send: (items: Item[]) => void) {
    this.#send = send;
  }

  add(item: Item): void {
    this.#items.push(item);
    this.#timer ??= setTimeout(() => this.flush(), MAX_AGE_MS);
  }

  /** Sends what there is now. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const items = this.#items;
    this.#items = [];
    if (items.length > 0) this.#send(items);
  }
}
