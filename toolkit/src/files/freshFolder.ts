import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder that was made for one run. */
export interface FreshFolder {
  /** Absolute, with links resolved. */
  readonly folder: string;
  /** Removes it. May be called again. Never throws. */
  readonly dispose: () => void;
}

const living = new Set<string>();
// Ctrl-C and the like end a command by process.exit, wherever it is.
process.on("exit", () => {
  for (const folder of living) removeFreshFolder(folder);
});

/**
 * Makes an empty folder that nobody else had a hand in, and that only this user may look into. It is gone when this
 * process ends, unless that is killed outright.
 *
 * @param name the first part of the folder's name
 */
export function freshFolder(name: string): FreshFolder {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `${name}-`)));
  living.add(folder);
  return {
    folder,
    dispose: () => {
      if (living.delete(folder)) removeFreshFolder(folder);
    },
  };
}

function removeFreshFolder(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 2 });
  } catch {
    // On Windows a process that is about to end may hold a file open; the folder holds copies only.
  }
}
