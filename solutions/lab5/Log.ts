import { createHash } from "node:crypto";
import { putAside } from "./putAside";
import type { Disk } from "./types";

/** A change, as the log has it. Doing it twice does no harm. `expires`: ms since 1970, 0 for never. */
export type Change =
  readonly ["set", key: string, value: string, expires: number] | readonly ["delete", key: string];

/** What is in the logs. `changes`: up to the first file that is not as it was written. */
export interface Found {
  readonly changes: readonly Change[];
  readonly corrupt?: { readonly file: string; readonly message: string };
}

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
    const text = JSON.stringify(change);
    this.#waiting += `${sumOf(text)} ${text}\n`;
    // After a flush that failed the next one may succeed.
    this.#next ??= this.#flushing.catch(() => undefined).then(() => this.#flush());
    return this.#next;
  }

  /** From now on changes go to a new file, whose number is returned. What waits goes there too. */
  begin(): number {
    this.#number += 1;
    return this.#number;
  }

  /** Removes the files that a snapshot has made superfluous. */
  async removeBefore(number: number): Promise<void> {
    // A flush that is under way may still need one of them.
    await this.#flushing.catch(() => undefined);
    for (const [old, file] of await this.#files()) if (old < number) await this.#disk.remove(file);
  }

  /**
   * All changes since a snapshot, in order. The last line of a file may be torn: it was not answered. A file that is
   * damaged elsewhere is put aside, and so are those after it: nobody knows what they go on from.
   */
  async readFrom(number: number): Promise<Found> {
    const changes: Change[] = [];
    let corrupt: Found["corrupt"];
    this.#number = Math.max(this.#number, number);
    for (const [at, file] of await this.#files()) {
      this.#number = Math.max(this.#number, at);
      if (at < number) continue;
      const lines = ((await this.#disk.read(file)) ?? "").split("\n").slice(0, -1);
      const damaged = lines.findIndex((line) => line.slice(0, SUM) !== sumOf(line.slice(SUM + 1)));
      if (damaged !== -1)
        corrupt ??= { file, message: `${file} is not as it was written, in line ${String(damaged + 1)}` };
      if (corrupt !== undefined) await putAside(this.#disk, file);
      else for (const line of lines) changes.push(JSON.parse(line.slice(SUM + 1)) as Change);
    }
    return corrupt === undefined ? { changes } : { changes, corrupt };
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
    const names = await this.#disk.list();
    return names
      .filter((name) => name.startsWith(this.#name) && /^\d+$/.test(name.slice(this.#name.length)))
      .map((name): [number, string] => [Number(name.slice(this.#name.length)), name])
      .sort(([a], [b]) => a - b);
  }
}

/** Characters of a sum. */
const SUM = 8;

function sumOf(text: string): string {
  return createHash("md5").update(text).digest("hex").slice(0, SUM);
}
