import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { uptime } from "node:os";
import { basename, dirname, join } from "node:path";
import { makeFolders } from "toolkit/files/makeFolders";

/** Why a folder cannot be had: a process that runs has it. */
export class FolderInUse extends Error {
  override readonly name = "FolderInUse";
  constructor(folder: string, pid: number, file: string) {
    super(
      `expected ${folder} to be used by no other server, but process ${String(pid)} uses it; stop that one, or choose another folder with --data. If process ${String(pid)} is no server, remove ${file}`,
    );
  }
}

/** Linux's name of this start of the machine; "" elsewhere. */
const NAME_OF_THIS_START = textOfLock("/proc/sys/kernel/random/boot_id");
/** Clocks are not exact. */
const TOLERANCE_MS = 10_000;

/**
 * Keeps two servers on one machine from sharing a folder. Each writes a file `FOLDER.lock.PID` of its own, and then
 * looks for others: of two that start at the same moment, at least one sees the other. The file of a process that was
 * killed, or that ran before the machine was started, counts for nothing and is removed. Linux has a name for each start
 * of the machine, which the file holds; elsewhere its time tells, as long as nobody sets the clock forward.
 */
export class FolderLock {
  readonly #file: string;

  private constructor(file: string) {
    this.#file = file;
  }

  /** Throws FolderInUse, and what the system says where there can be no such folder. */
  static take(folder: string): FolderLock {
    const parent = dirname(folder);
    const prefix = `${basename(folder)}.lock.`;
    makeFolders(parent);
    const lock = new FolderLock(join(parent, prefix + String(process.pid)));
    writeFileSync(lock.#file, "");
    try {
      writeFileSync(lock.#file, NAME_OF_THIS_START);
    } catch {
      // A disk that is full has room for an empty file only. Its time tells then.
    }
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
  const name = textOfLock(file);
  if (name !== "" && NAME_OF_THIS_START !== "") return name === NAME_OF_THIS_START;
  const written = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  return written !== undefined && written > Date.now() - uptime() * 1000 - TOLERANCE_MS;
}

/** "" when there is none, or when the file is gone by now. */
function textOfLock(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
