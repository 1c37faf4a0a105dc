import { randomUUID } from "node:crypto";
import { TimeoutError, type ClientEnd } from "labrpc";
import type { CounterService, Reply } from "./types";

export class Clerk {
  readonly #client = randomUUID();
  readonly #server: ClientEnd<CounterService>;
  #seq = 0;

  constructor(server: ClientEnd<CounterService>) {
    this.#server = server;
  }

  add(amount: number): Promise<number> {
    const args = { client: this.#client, seq: ++this.#seq, amount };
    return this.#untilAnswered(() => this.#server.call("add", args));
  }

  read(): Promise<number> {
    return this.#untilAnswered(() => this.#server.call("read", null));
  }

  /** Sends the same request again and again. The time-out of a call is pause enough. */
  async #untilAnswered(send: () => Promise<Reply>): Promise<number> {
    for (;;) {
      try {
        const { total } = await send();
        return total;
      } catch (error) {
        if (!(error instanceof TimeoutError)) throw error;
      }
    }
  }
}
