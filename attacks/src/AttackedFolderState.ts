import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** What a folder holds, without reading it: kind, size and time of change by relative path. */
export type AttackedFolderState = ReadonlyMap<string, string>;

/** Folders that hold what is made or installed; the kit keeps its caches there. */
const MADE = [".git", "node_modules", "reports", "coverage", "dist", ".cache"];

/** What Node and its tools keep of compiled code in the temporary folder. */
const COMPILED = /^(v8|node)-compile-cache/;

/** @param leaves names of folders that are not looked into, at any depth */
export function attackedFolderState(folder: string, leaves: readonly string[] = []): AttackedFolderState {
  const state = new Map<string, string>();
  const visit = (path: string, name: string): void => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      if (leaves.includes(entry.name) || COMPILED.test(entry.name)) continue;
      const [file, shown] = [join(path, entry.name), name === "" ? entry.name : `${name}/${entry.name}`];
      if (entry.isDirectory()) visit(file, shown);
      state.set(shown, attackedFileText(file));
    }
  };
  visit(folder, "");
  return state;
}

/** The state of the kit's own folder. */
export function attackedKitState(root: string): AttackedFolderState {
  return attackedFolderState(root, MADE);
}

function attackedFileText(file: string): string {
  try {
    const { mode, size, mtimeMs, ino } = lstatSync(file);
    // A folder's own size and time change with what is in it, which is told anyway.
    const isFolder = (mode & 0o170000) === 0o040000;
    return isFolder ? String(mode) : [mode, size, mtimeMs, ino].join(" ");
  } catch {
    return "gone";
  }
}

/** Paths that were made, changed or taken away. */
export function attackedFolderDifferences(before: AttackedFolderState, after: AttackedFolderState): string[] {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => before.get(path) !== after.get(path)).sort();
}
