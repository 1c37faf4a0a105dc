import { open, readdir, readFile, rename, rm, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { inspect } from "node:util";
import { makeFolders } from "toolkit/files/makeFolders";
import type { Disk } from "../../types";
import { DiskTrouble, type DiskNews } from "./DiskTrouble";

/** A file that is open for adding to its end. */
interface OpenFile {
  readonly handle: FileHandle;
  /** Bytes. */
  size: number;
  /** Whether the folder is known to have the file after a crash. */
  listed: boolean;
}

/**
 * A server's disk: a folder. Operations on one file happen in the order in which they were asked for; those on other
 * files do not wait. Names are those of files, without a path.
 *
 * Rejects with the system's errors, such as ENOSPC, and with RangeError for a name that is none. Who prints such an
 * error prints one line.
 */
export class FolderDisk implements Disk {
  readonly #folder: string;
  readonly #open = new Map<string, OpenFile>();
  /** The last operation on each file. */
  readonly #last = new Map<string, Promise<unknown>>();
  readonly #trouble: DiskTrouble;

  /**
   * @param folder made when it is not there
   * @param onNews is told once that a file cannot be written, and once that it can again. Default: nobody is told
   */
  constructor(folder: string, onNews: (news: DiskNews) => void = () => undefined) {
    makeFolders(folder);
    this.#folder = folder;
    this.#trouble = new DiskTrouble(onNews);
  }

  read(name: string): Promise<string | undefined> {
    return this.#inTurn([name], async () => {
      try {
        return await readFile(this.#path(name), "utf8");
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
        throw error;
      }
    });
  }

  write(name: string, text: string): Promise<void> {
    return this.#inTurn([name], async () => {
      // A new file, and not the old one cut to nothing: so its time of birth is that of this text.
      await this.#closeFile(name);
      await rm(this.#path(name), { force: true });
      await appendToDiskFile(await this.#opened(name), text);
    });
  }

  append(name: string, text: string): Promise<void> {
    return this.#inTurn([name], async () => appendToDiskFile(await this.#opened(name), text));
  }

  flush(name: string): Promise<void> {
    return this.#inTurn([name], async () => {
      const file = await this.#opened(name);
      await file.handle.datasync();
      // A file that its folder does not know after a crash is lost with all that was flushed to it.
      if (!file.listed) await this.#flushFolder();
      file.listed = true;
      this.#trouble.flushed(name);
    });
  }

  rename(from: string, to: string): Promise<void> {
    return this.#inTurn([from, to], async () => {
      await this.#closeFile(from);
      await this.#closeFile(to);
      await rename(this.#path(from), this.#path(to));
      await this.#flushFolder();
    });
  }

  remove(name: string): Promise<void> {
    return this.#inTurn([name], async () => {
      await this.#closeFile(name);
      await rm(this.#path(name), { force: true });
      await this.#flushFolder();
    });
  }

  async list(): Promise<string[]> {
    const entries = await readdir(this.#folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  }

  /** Waits for what was asked for, and closes all files. */
  async close(): Promise<void> {
    await Promise.allSettled([...this.#last.values()]);
    for (const name of [...this.#open.keys()]) await this.#closeFile(name);
  }

  /** Runs a job when all before it on these files are done. */
  #inTurn<Result>(names: readonly string[], job: () => Promise<Result>): Promise<Result> {
    const before = names.map((name) => this.#last.get(name) ?? Promise.resolve());
    const result = Promise.allSettled(before)
      .then(job)
      .catch((error: unknown) => {
        if (names[0] !== undefined) this.#trouble.failed(names[0], error);
        throw inOneLine(error);
      });
    for (const name of names) {
      this.#last.set(name, result);
      const forget = (): void => {
        if (this.#last.get(name) === result) this.#last.delete(name);
      };
      void result.then(forget, forget);
    }
    return result;
  }

  async #opened(name: string): Promise<OpenFile> {
    const known = this.#open.get(name);
    if (known !== undefined) return known;
    const handle = await open(this.#path(name), "a");
    const file = { handle, size: (await handle.stat()).size, listed: false };
    this.#open.set(name, file);
    return file;
  }

  async #closeFile(name: string): Promise<void> {
    await this.#open.get(name)?.handle.close();
    this.#open.delete(name);
  }

  async #flushFolder(): Promise<void> {
    // Windows opens no folders; its file system keeps names by itself.
    if (process.platform === "win32") return;
    const folder = await open(this.#folder, "r");
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }

  /** Throws RangeError for a name that would lead out of the folder, or nowhere. */
  #path(name: string): string {
    if (name === "" || name === "." || name === ".." || /[/\\:\0]/.test(name))
      throw new RangeError(`expected the name of a file, without a path, got ${JSON.stringify(name)}`);
    return join(this.#folder, name);
  }
}

/** The error, as one line where it is printed: the stack is the kit's, and says nothing to who reads it. */
function inOneLine(error: unknown): unknown {
  if (error instanceof Error && "syscall" in error)
    Object.defineProperty(error, inspect.custom, { value: () => `${error.name}: ${error.message}` });
  return error;
}

/** All of the text, or nothing: a piece of it would stand before what is added next. */
async function appendToDiskFile(file: OpenFile, text: string): Promise<void> {
  const bytes = Buffer.from(text);
  try {
    await file.handle.appendFile(bytes);
  } catch (error) {
    await file.handle.truncate(file.size).catch(() => undefined);
    throw error;
  }
  file.size += bytes.length;
}
