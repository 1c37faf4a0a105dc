import type { AddArgs, CounterService, Reply } from "./types";

export class CounterServer implements CounterService {
  #total = 0;
  /** The last add of each client and its reply. A client makes one call at a time, so one is enough. */
  readonly #last = new Map<string, { seq: number; reply: Reply }>();

  add({ client, seq, amount }: AddArgs): Reply {
    const last = this.#last.get(client);
    if (last !== undefined && seq <= last.seq) return last.reply;
    this.#total += amount;
    const reply = { total: this.#total };
    this.#last.set(client, { seq, reply });
    return reply;
  }

  read(): Reply {
    return { total: this.#total };
  }
}
