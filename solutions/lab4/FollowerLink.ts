import type { ClientEnd } from "labrpc";
import type { Entry, KVService, ReplicateReply, SyncReply } from "./types";

/** Between two attempts to reach a follower that does not answer. */
const RETRY_MS = 100;
/** Between two looks whether a follower has started anew. */
const WATCH_MS = 500;
/** One message carries no more than this. A character is up to six bytes long in JSON, and a node takes 1 MiB. */
const BATCH_BYTES = 600_000;
const BYTES_PER_CHARACTER = 6;
const BYTES_PER_ENTRY = 100;

/** What the link needs of the leader. */
export interface LinkOwner {
  /** Takes what a follower holds, and returns what the follower should get instead. */
  compare(held: readonly Entry[]): Entry[];
  confirm(entries: readonly Entry[]): void;
}

/**
 * Brings one follower what it does not have. One message is under way at a time; the next one carries everything
 * that has come meanwhile, for each key the newest. So a follower that is slow or away costs little, and gets the
 * rest when it is back.
 */
export class FollowerLink {
  readonly #follower: ClientEnd<KVService>;
  readonly #owner: LinkOwner;
  /** What the follower may not have. */
  #pending = new Map<string, Entry>();
  /** The follower's life that we know the contents of. */
  #life: string | undefined;
  #wake: (() => void) | undefined;

  constructor(follower: ClientEnd<KVService>, owner: LinkOwner) {
    this.#follower = follower;
    this.#owner = owner;
    void this.#run();
    void this.#watch();
  }

  send(entry: Entry): void {
    this.#pending.set(entry.key, entry);
    this.#wake?.();
  }

  async #run(): Promise<never> {
    for (;;) {
      if (this.#life !== undefined && this.#pending.size === 0)
        await new Promise<void>((resolve) => (this.#wake = resolve));
      const batch = this.#nextBatch();
      try {
        if (this.#life === undefined) this.#meet(await this.#follower.call("sync", null));
        if (batch.length > 0)
          this.#confirmed(batch, await this.#follower.call("replicate", { entries: batch }));
      } catch {
        this.#giveBack(batch);
        await pause(RETRY_MS);
      }
    }
  }

  /** Looks now and then whether the follower has lost its memory, also when there is nothing to send. */
  async #watch(): Promise<never> {
    for (;;) {
      await pause(WATCH_MS);
      try {
        this.#confirmed([], await this.#follower.call("replicate", { entries: [] }));
        if (this.#life === undefined) this.#wake?.();
      } catch {
        // It is away, and what it misses is waiting for it.
      }
    }
  }

  /** A follower that we do not know: what does it hold? */
  #meet({ life, entries }: SyncReply): void {
    this.#life = life;
    this.#giveBack(this.#owner.compare(entries));
  }

  #confirmed(batch: readonly Entry[], reply: ReplicateReply): void {
    if (!reply.success) throw new Error(reply.error);
    this.#owner.confirm(batch);
    // It started anew: it has this batch, and nothing that came before.
    if (reply.life !== this.#life) this.#life = undefined;
  }

  #nextBatch(): Entry[] {
    const batch: Entry[] = [];
    let bytes = 0;
    for (const entry of this.#pending.values()) {
      bytes += BYTES_PER_ENTRY + BYTES_PER_CHARACTER * (entry.key.length + entry.value.length);
      if (bytes > BATCH_BYTES && batch.length > 0) break;
      batch.push(entry);
      this.#pending.delete(entry.key);
    }
    return batch;
  }

  /** Entries to be sent, unless newer ones wait already. */
  #giveBack(entries: readonly Entry[]): void {
    for (const entry of entries) {
      const waiting = this.#pending.get(entry.key);
      if (waiting === undefined || waiting.version < entry.version) this.#pending.set(entry.key, entry);
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
