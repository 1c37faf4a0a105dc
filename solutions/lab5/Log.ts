import type { Disk } from "./types";

/** A change, as the log has it. Doing it twice does no harm. `expires`: ms since 1970, 0 for never. */
export type Change =
  readonly ["set", key: string, value: string, expires: number] | readonly ["delete", key: string];

/**
 * The append-only log: what changed since the snapshot. A change is on the disk before it is answered. Changes that
 * come while the disk is busy are written together. Each snapshot begins a new file, and the files before it go.
 */
export class Log {
  readonly #disk: Disk;
  readonly #name: string;
  #number = 0;
  #waiting = "";
  /** The flush that is under way, and the one after it, which takes everything that waits. */
  #flushing: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;

  constructor(disk: Disk, serverId: number) {
    this.#disk = disk;
    this.#name = `kv_store_server${String(serverId)}.log.`;
  }

  /** Resolves when the change will survive a crash. */
  write(change: Change): Promise<void> {
    this.#waiting += `${JSON.stringify(change)}\n`;
    this.#next ??= this.#flushing.then(() => this.#flush());
    return this.#next;
  }

  /** From now on changes go to a new file, whose number is returned. What waits goes there too. */
  begin(): number {
    this.#number += 1;
    return this.#number;
  }

  /** Removes the files that a snapshot has made superfluous. */
  async removeBefore(number: number): Promise<void> {
    for (const [old, file] of await this.#files()) if (old < number) await this.#disk.remove(file);
  }

  /** All changes since a snapshot, in order. The last line of a file may be torn: it was not answered. */
  async readFrom(number: number): Promise<Change[]> {
    const changes: Change[] = [];
    this.#number = Math.max(this.#number, number);
    for (const [at, file] of await this.#files()) {
      this.#number = Math.max(this.#number, at);
      if (at < number) continue;
      const text = (await this.#disk.read(file)) ?? "";
      for (const line of text.split("\n").slice(0, -1)) changes.push(JSON.parse(line) as Change);
    }
    return changes;
  }

  async #flush(): Promise<void> {
    this.#flushing = this.#next ?? this.#flushing;
    this.#next = undefined;
    const text = this.#waiting;
    this.#waiting = "";
    const file = this.#name + String(this.#number);
    await this.#disk.append(file, text);
    await this.#disk.flush(file);
  }

  async #files(): Promise<[number, string][]> {
    const names = (await this.#disk.list()).filter((name) => name.startsWith(this.#name));
    return names
      .map((name): [number, string] => [Number(name.slice(this.#name.length)), name])
      .sort(([a], [b]) => a - b);
  }
}
