import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { buffer } from "node:stream/consumers";
import type { ReadEntry } from "tar";
import { open as openZip, type Entry, type ZipFile } from "yauzl";
import { ToolError } from "toolkit/cli/ToolError";
import { readTarEntries } from "./readTarEntries";

/** Most that an archive may hold; a submission has ten files of some kilobytes. */
export const MOST_ARCHIVE_ENTRIES = 5_000;
export const MOST_ARCHIVE_BYTES = 64 * 2 ** 20;

/** Folders in folders that are made: a few more than anybody looks into. */
const MOST_ARCHIVE_DEPTH = 24;

/** Names of archives that are opened. */
const ZIP = /\.zip$/i;
const TAR = /\.(?:tar|tar\.gz|tgz)$/i;

/** Characters of a path that a message repeats. */
const MOST_SHOWN = 60;

/** Nobody's work, and perhaps very much of it. */
const LEFT_OUT = /(?:^|\/)(?:node_modules|\.git|__MACOSX)(?:\/|$)/;

/** Whether a file of that name is an archive that `unpackArchive` opens. */
export function isArchiveName(name: string): boolean {
  return ZIP.test(name) || TAR.test(name);
}

/**
 * Unpacks an archive into an empty folder: regular files alone, below that folder, and no more than anybody hands in.
 * Links, devices, packages and git's own files are left out. Rejects with ToolError when the archive is broken, holds too
 * much, or has a path that leads out of the folder.
 *
 * @param archive absolute
 * @param folder absolute
 * @param named how the user knows the archive, for messages
 */
export async function unpackArchive(archive: string, folder: string, named: string): Promise<void> {
  const taken = new ArchiveRoom(folder, named);
  try {
    if (ZIP.test(archive)) await unpackZip(archive, taken);
    else await unpackTar(archive, taken);
  } catch (error) {
    if (error instanceof ToolError) throw error;
    throw new ToolError(
      `expected an archive that can be opened, got ${named}: ${error instanceof Error ? error.message : String(error)}; ask for it once more`,
    );
  }
}

/** What an archive has put into its folder so far. */
class ArchiveRoom {
  #entries = 0;
  #bytes = 0;

  constructor(
    readonly folder: string,
    readonly named: string,
  ) {}

  /** The place for a file of this path, or undefined when it is not taken. Throws ToolError when there is too much. */
  placeFor(path: string, bytes: number): string | undefined {
    this.#entries += 1;
    if (this.#entries > MOST_ARCHIVE_ENTRIES) throw this.#tooMuch(`${String(MOST_ARCHIVE_ENTRIES)} files`);
    const parts = path.replaceAll("\\", "/").split("/");
    const leadsOut =
      path.startsWith("/") ||
      parts.some((part) => part === ".." || part.includes(":") || part.includes("\0"));
    if (leadsOut)
      throw new ToolError(
        `expected files below the archive's own folder, got ${JSON.stringify(path.slice(0, MOST_SHOWN))} in ${this.named}; ask for it once more`,
      );
    if (LEFT_OUT.test(parts.join("/"))) return undefined;
    this.#bytes += bytes;
    if (this.#bytes > MOST_ARCHIVE_BYTES) throw this.#tooMuch(`${String(MOST_ARCHIVE_BYTES / 2 ** 20)} MB`);
    if (parts.length <= MOST_ARCHIVE_DEPTH) return join(this.folder, ...parts);
    // Whoever looks at the folders sees that there is more.
    this.#put(path, () =>
      mkdirSync(join(this.folder, ...parts.slice(0, MOST_ARCHIVE_DEPTH)), { recursive: true }),
    );
    return undefined;
  }

  /** @param path the file's, in the archive. Throws ToolError when it cannot lie beside the others */
  write(path: string, place: string, content: Buffer): void {
    this.#put(path, () => {
      mkdirSync(dirname(place), { recursive: true });
      writeFileSync(place, content, { flag: "wx" });
    });
  }

  /** What the system says names a folder that is another each time; a row in a gradebook must not. */
  #put(path: string, put: () => unknown): void {
    try {
      put();
    } catch (error) {
      const { code = "" } = error as NodeJS.ErrnoException;
      if (!["EEXIST", "ENOTDIR", "EISDIR", "ENAMETOOLONG"].includes(code)) throw error;
      const why =
        code === "ENAMETOOLONG" ? "whose name is too long" : "that is there twice, or a folder as well";
      throw new ToolError(
        `expected files that can lie in one folder, got ${JSON.stringify(path.slice(0, MOST_SHOWN))}, ${why}, in ${this.named}; ask for it once more`,
      );
    }
  }

  #tooMuch(most: string): ToolError {
    return new ToolError(`expected at most ${most} in an archive, got more in ${this.named}`);
  }
}

async function unpackZip(archive: string, room: ArchiveRoom): Promise<void> {
  const zip = await new Promise<ZipFile>((resolve, reject) => {
    // Sizes are checked against what the archive says of them.
    openZip(
      archive,
      { lazyEntries: true, validateEntrySizes: true, strictFileNames: false },
      (error, opened) => {
        if (error === null) resolve(opened);
        else reject(error);
      },
    );
  });
  try {
    await new Promise<void>((resolve, reject) => {
      zip.on("error", reject);
      zip.on("end", resolve);
      zip.on("entry", (entry: Entry) => {
        takeZipEntry(zip, entry, room).then(() => {
          zip.readEntry();
        }, reject);
      });
      zip.readEntry();
    });
  } finally {
    zip.close();
  }
}

/** The kind of a file is in the upper half of its attributes, as Unix has it; 0 where another system made the archive. */
const KIND_OF_FILE = 0o170000;
const REGULAR = 0o100000;

async function takeZipEntry(zip: ZipFile, entry: Entry, room: ArchiveRoom): Promise<void> {
  const kind = (entry.externalFileAttributes >>> 16) & KIND_OF_FILE;
  if (entry.fileName.endsWith("/") || (kind !== 0 && kind !== REGULAR)) return;
  const place = room.placeFor(entry.fileName, entry.uncompressedSize);
  if (place === undefined) return;
  const stream = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
    zip.openReadStream(entry, (error, opened) => {
      if (error === null) resolve(opened);
      else reject(error);
    });
  });
  room.write(entry.fileName, place, await buffer(stream));
}

async function unpackTar(archive: string, room: ArchiveRoom): Promise<void> {
  const writing: Promise<void>[] = [];
  await readTarEntries(archive, (entry) => {
    const isFile = entry.type === "File" || entry.type === "OldFile";
    const place = isFile ? room.placeFor(entry.path, entry.size) : undefined;
    if (place === undefined) entry.resume();
    else {
      const taken = takeTarEntry(entry, place, room);
      // Whoever waits for all of them hears of it.
      taken.catch(() => undefined);
      writing.push(taken);
    }
  });
  await Promise.all(writing);
}

async function takeTarEntry(entry: ReadEntry, place: string, room: ArchiveRoom): Promise<void> {
  const content = await entry.concat();
  room.write(entry.path, place, typeof content === "string" ? Buffer.from(content) : content);
}
