import type { GetArgs, GetReply, KVService, PutArgs, PutReply, ServerStatistics, Versioned } from "./types";

/** The outcome of a client's last put. Small: there is one for each client that ever wrote. */
interface LastPut {
  readonly seq: number;
  readonly reply: PutReply;
}

/** Replies are shared, so that a record costs no object for its reply. */
const DONE: PutReply = { ok: true };
const NO_KEY: PutReply = { ok: false, code: "ErrNoKey" };
const WRONG_VERSION: PutReply = { ok: false, code: "ErrVersion" };

export class KVServer implements KVService {
  readonly #entries = new Map<string, Versioned>();
  /** A client makes one call at a time, so its next put says that it does not need the record of the one before. */
  readonly #last = new Map<string, LastPut>();
  #requests = 0;
  #duplicates = 0;

  get({ key }: GetArgs): GetReply {
    this.#requests += 1;
    const entry = this.#entries.get(key);
    return entry === undefined ? { ok: false, code: "ErrNoKey" } : { ok: true, ...entry };
  }

  put({ client, seq, key, value, version }: PutArgs): PutReply {
    this.#requests += 1;
    const last = this.#last.get(client);
    // An older number is a late copy: nobody waits for its reply.
    if (last !== undefined && seq <= last.seq) {
      this.#duplicates += 1;
      return last.reply;
    }
    const reply = this.#execute(key, value, version);
    this.#last.set(client, { seq, reply });
    return reply;
  }

  statistics(): ServerStatistics {
    return { requests: this.#requests, duplicates: this.#duplicates };
  }

  #execute(key: string, value: string, version: number): PutReply {
    const current = this.#entries.get(key)?.version ?? 0;
    if (version === current) {
      this.#entries.set(key, { value, version: version + 1 });
      return DONE;
    }
    return current === 0 ? NO_KEY : WRONG_VERSION;
  }
}
