import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { uptime } from "node:os";
import { basename, dirname, join } from "node:path";

/** Why a folder cannot be had: a process that runs has it. */
export class FolderInUse extends Error {
  override readonly name = "FolderInUse";
  constructor(folder: string, pid: number, file: string) {
    super(
      `expected ${folder} to be used by no other server, but process ${String(pid)} uses it; stop that one, or choose another folder with --data. If process ${String(pid)} is no server, remove ${file}`,
    );
  }
}

/** Clocks are not exact. */
const TOLERANCE_MS = 10_000;

/**
 * Keeps two servers on one machine from sharing a folder. Each writes a file `FOLDER.lock.PID` of its own, and then
 * looks for others: of two that start at the same moment, at least one sees the other. The file of a process that was
 * killed, or that ran before the machine was started, counts for nothing and is removed.
 */
export class FolderLock {
  readonly #file: string;

  private constructor(file: string) {
    this.#file = file;
  }

  /** Throws FolderInUse. */
  static take(folder: string): FolderLock {
    const parent = dirname(folder);
    const prefix = `${basename(folder)}.lock.`;
    mkdirSync(parent, { recursive: true });
    const lock = new FolderLock(join(parent, prefix + String(process.pid)));
    writeFileSync(lock.#file, "");
    for (const name of readdirSync(parent)) {
      const pid = name.startsWith(prefix) ? Number(name.slice(prefix.length)) : Number.NaN;
      if (!Number.isInteger(pid) || pid === process.pid) continue;
      const file = join(parent, name);
      if (isLockHolderRunning(pid) && isLockOfThisStart(file)) {
        lock.release();
        throw new FolderInUse(folder, pid, file);
      }
      rmSync(file, { force: true });
    }
    return lock;
  }

  /** Where the file cannot be removed, as on a disk that is read-only by now, it stays: its process is gone then. */
  release(): void {
    try {
      rmSync(this.#file, { force: true });
    } catch {
      // The next server finds that nobody runs who wrote it.
    }
  }
}

function isLockHolderRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as somebody else's.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Whether a file was written since the machine was started. */
function isLockOfThisStart(file: string): boolean {
  const written = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  return written !== undefined && written > Date.now() - uptime() * 1000 - TOLERANCE_MS;
}
