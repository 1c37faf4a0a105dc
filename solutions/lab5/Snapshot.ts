import { createHash } from "node:crypto";
import { putAside } from "./putAside";
import type { Row } from "./Table";
import type { Disk } from "./types";

/** One line of the file, before the last: a key, its value, and when it expires (0: never). */
type Line = [key: string, value: string, expires: number];

/** The first line: which log goes on from here. */
interface Head {
  readonly log: number;
}

export type Loaded =
  | { readonly kind: "none" }
  | { readonly kind: "rows"; readonly head: Head; readonly rows: readonly [string, Row][] }
  | { readonly kind: "corrupt"; readonly message: string };

/** Between two pieces requests are answered, so a piece must be small. */
const ROWS_PER_PIECE = 500;

/**
 * The file that holds everything. It is written under another name, flushed, and renamed: so there is always a whole
 * one, the old or the new. Its last line is a hash of all others: so a file that was damaged is found out.
 */
export class Snapshot {
  readonly #disk: Disk;
  readonly file: string;

  constructor(disk: Disk, serverId: number) {
    this.#disk = disk;
    this.file = `kv_store_server${String(serverId)}.json`;
  }

  async save(head: Head, entries: Iterable<[string, Row]>): Promise<void> {
    const unfinished = `${this.file}.new`;
    const hash = createHash("sha1");
    let piece = `${JSON.stringify(head)}\n`;
    const write = async (): Promise<void> => {
      hash.update(piece);
      await this.#disk.append(unfinished, piece);
      piece = "";
    };
    await this.#disk.write(unfinished, "");
    let rows = 0;
    for (const [key, { value, expires = 0 }] of entries) {
      piece += `${JSON.stringify([key, value, expires] satisfies Line)}\n`;
      rows += 1;
      if (rows % ROWS_PER_PIECE === 0) await write();
    }
    await write();
    await this.#disk.append(unfinished, hash.digest("hex"));
    await this.#disk.flush(unfinished);
    await this.#disk.rename(unfinished, this.file);
  }

  async load(): Promise<Loaded> {
    const text = await this.#disk.read(this.file);
    if (text === undefined) return { kind: "none" };
    const end = text.lastIndexOf("\n") + 1;
    const body = text.slice(0, end);
    if (createHash("sha1").update(body).digest("hex") !== text.slice(end))
      return { kind: "corrupt", message: `${this.file} is not as it was written: its hash does not fit` };
    const [head = "{}", ...lines] = body.split("\n").slice(0, -1);
    const rows = lines.map((line): [string, Row] => {
      const [key, value, expires] = JSON.parse(line) as Line;
      return [key, { value, expires: expires === 0 ? undefined : expires }];
    });
    return { kind: "rows", head: JSON.parse(head) as Head, rows };
  }

  /** Keeps a damaged file for somebody to look at, where it is in nobody's way. */
  async putAside(): Promise<void> {
    await putAside(this.#disk, this.file);
  }
}
