import { readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { makeFolders } from "toolkit/files/makeFolders";
import { keptFolder } from "./keptFolder";

let written = 0;

/**
 * Writes a file whole, or not at all, whenever the process is killed.
 *
 * @param out where the class's results are, absolute
 * @param file absolute, below what is kept there
 */
export function writeKeptFile(out: string, file: string, content: string | Buffer): void {
  const unfinished = keptFolder(out, "unfinished");
  const first = join(unfinished, `${String(process.pid)}-${String(written++)}`);
  for (const folder of [unfinished, dirname(file)]) makeFolders(folder);
  writeFileSync(first, content);
  renameSync(first, file);
}

/** Removes what processes that were killed did not finish. */
export function removeUnfinishedFiles(out: string): void {
  const folder = keptFolder(out, "unfinished");
  try {
    for (const name of readdirSync(folder))
      if (!isAlive(Number(name.split("-")[0]))) rmSync(join(folder, name), { force: true });
  } catch {
    // There is none.
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
