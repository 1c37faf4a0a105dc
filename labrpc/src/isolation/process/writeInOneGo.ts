import { renameSync, writeFileSync } from "node:fs";

/** Writes a file that another process may read at the same time: it sees the old content or the new. */
export function writeInOneGo(file: string, content: string | Buffer): void {
  const unfinished = `${file}.${String(process.pid)}`;
  writeFileSync(unfinished, content);
  renameSync(unfinished, file);
}
