import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import { Parser, type ReadEntry } from "tar";
import { ToolError } from "toolkit/cli/ToolError";

/**
 * Bytes of an archive that are read, unpacked, with all that is left out of it: somebody's packages may be among it, but
 * a few kilobytes can hold any number of zeros.
 */
export const MOST_TAR_BYTES = 2 ** 30;

const GZIP = Buffer.from([0x1f, 0x8b]);
/** The parser would unpack these by itself, however much there is of it. */
const PACKED = [GZIP, Buffer.from([0x28, 0xb5, 0x2f, 0xfd])];

/**
 * Reads a tar, or one in gzip, and hands over each entry, whose content has to be taken or resumed at once. Stops at the
 * first thing that is wrong with it: what `take` throws, a broken archive, or one that does not come to its end.
 *
 * @param archive absolute
 * @param most bytes. Default: MOST_TAR_BYTES
 */
export async function readTarEntries(
  archive: string,
  take: (entry: ReadEntry) => void,
  most = MOST_TAR_BYTES,
): Promise<void> {
  let failed: { readonly error: unknown } | undefined;
  const fail = (error: unknown): void => {
    failed ??= { error };
  };
  const parser = new Parser({
    strict: true,
    onReadEntry: (entry) => {
      try {
        if (failed === undefined) take(entry);
        else entry.resume();
      } catch (error) {
        fail(error);
        entry.resume();
      }
    },
  });
  const ended = new Promise<void>((resolve) => {
    parser.on("end", resolve);
    parser.on("error", (error: unknown) => {
      fail(error);
      resolve();
    });
  });
  const isPacked = (await headOfFile(archive)).equals(GZIP);
  const file = createReadStream(archive);
  const bytes = isPacked ? file.pipe(createGunzip()) : file;
  file.on("error", (error) => bytes.destroy(error));
  let read = 0;
  try {
    for await (const chunk of bytes as AsyncIterable<Buffer>) {
      if (read === 0 && PACKED.some((head) => chunk.subarray(0, head.length).equals(head)))
        throw new Error("it is packed in a way that is not known here");
      read += chunk.length;
      if (read > most)
        throw new ToolError(
          `expected at most ${String(most / 2 ** 20)} MB in an archive, with all that is left out of it, got more; ask for it without packages`,
        );
      parser.write(chunk);
      if (failed !== undefined) break;
    }
  } finally {
    file.destroy();
    bytes.destroy();
  }
  if (failed === undefined) {
    parser.end();
    await ended;
  }
  if (failed !== undefined) throw failed.error;
}

async function headOfFile(path: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of createReadStream(path, { end: GZIP.length - 1 }) as AsyncIterable<Buffer>)
    chunks.push(chunk);
  return Buffer.concat(chunks);
}
