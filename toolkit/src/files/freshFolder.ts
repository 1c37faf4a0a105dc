import { createHash } from "node:crypto";
import { lstatSync, mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";

/** A folder that was made for one run. */
export interface FreshFolder {
  /** Absolute, with links resolved. */
  readonly folder: string;
  /** Removes it. May be called again. Never throws. */
  readonly dispose: () => void;
}

/** Folders may be of another machine or container, which has processes of its own. */
const MACHINE = createHash("sha256").update(hostname()).digest("hex").slice(0, 6);

/** Names that this file gives: what for, on which machine, by which process. */
const NAME =
  /^(?:[\w.-]+-(?:submission|archive|corpus)|kit-git|node-sandbox)-(?:([0-9a-f]{6})-(\d{1,10})-)?\w{6}$/;

/** Real milliseconds after which nobody should be using a folder of a process that is not known here. */
const OLD_MS = 24 * 3600 * 1000;

const living = new Set<string>();
let isSwept = false;
// Ctrl-C and the like end a command by process.exit, wherever it is.
process.on("exit", () => {
  for (const folder of living) removeFreshFolder(folder);
});

/**
 * Makes an empty folder that nobody else had a hand in, and that only this user may look into. It is gone when this
 * process ends; if that is killed outright, the next process that makes one removes it.
 *
 * @param name the first part of the folder's name
 */
export function freshFolder(name: string): FreshFolder {
  if (!isSwept) sweepFreshFolders();
  isSwept = true;
  const first = join(tmpdir(), `${name}-${MACHINE}-${String(process.pid)}-`);
  const folder = realpathSync(mkdtempSync(first));
  living.add(folder);
  return {
    folder,
    dispose: () => {
      if (living.delete(folder)) removeFreshFolder(folder);
    },
  };
}

/**
 * Removes what processes left in a folder that were killed outright: this user's folders with a name of ours, whose process on this
 * machine is gone, or of which that is not known, and that are a day old. Never throws.
 *
 * @param within default: the system's folder for temporary files
 */
export function sweepFreshFolders(within = tmpdir()): void {
  try {
    for (const name of readdirSync(within)) {
      const found = NAME.exec(name);
      if (found !== null && isLeftOver(join(within, name), found[1], found[2]))
        removeFreshFolder(join(within, name));
    }
  } catch {
    // Whoever may not look there need not tidy up there.
  }
}

function isLeftOver(path: string, machine: string | undefined, pid: string | undefined): boolean {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats?.isDirectory() !== true || stats.uid !== (process.getuid?.() ?? stats.uid)) return false;
  // Its age says nothing then: a class may take days, and clocks may be set.
  if (machine === MACHINE && pid !== undefined) return !isProcessAlive(Number(pid));
  return Date.now() - stats.mtimeMs > OLD_MS;
}

function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // One of another user's may not be asked, and lives.
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

function removeFreshFolder(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 2 });
  } catch {
    // On Windows a process that is about to end may hold a file open; the folder holds copies only.
  }
}
