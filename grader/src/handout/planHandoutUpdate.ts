import type { HandoutContent } from "./ways/HandoutContent";
import { hashOfHandoutContent, type HandoutRecord } from "./ways/HandoutRecord";

/** What happens to one file of a hand-out. */
export interface HandoutChange {
  readonly kind:
    | "added"
    | "updated"
    | "removed"
    /** Somebody changed or deleted it, and the kit has something new: it stays as it is. */
    | "kept"
    /** Somebody changed or deleted it, and the kit has what it had before: it stays as it is. */
    | "different";
  readonly file: string;
}

/**
 * What has to be done so that a folder holds the wanted files, without touching what somebody wrote there. A file
 * may be changed if it is as the kit wrote it the last time. Pure.
 *
 * @param wanted names and contents
 * @param record of the last run; undefined for a new hand-out
 * @param read the content of a file in the folder, undefined when there is none
 * @param own files that are there to be changed, so nothing is said of a change as long as the kit has nothing new
 */
export function planHandoutUpdate(
  wanted: ReadonlyMap<string, HandoutContent>,
  record: HandoutRecord | undefined,
  read: (file: string) => HandoutContent | undefined,
  own: ReadonlySet<string> = new Set(),
): HandoutChange[] {
  const before = new Map(Object.entries(record?.files ?? {}));
  const changes: HandoutChange[] = [];
  for (const [file, content] of wanted) {
    const there = read(file);
    const present = there === undefined ? undefined : hashOfHandoutContent(there);
    const last = before.get(file);
    const next = hashOfHandoutContent(content);
    if (present === next) continue;
    if (present === last) changes.push({ kind: last === undefined ? "added" : "updated", file });
    else if (last !== next) changes.push({ kind: "kept", file });
    else if (!own.has(file) || there === undefined) changes.push({ kind: "different", file });
  }
  for (const [file, last] of before) {
    const there = wanted.has(file) ? undefined : read(file);
    if (there !== undefined)
      changes.push({ kind: hashOfHandoutContent(there) === last ? "removed" : "kept", file });
  }
  return changes.sort((a, b) => (a.file < b.file ? -1 : 1));
}

/**
 * The hashes of a hand-out's next record. A file that was kept is not what the kit would write now: its hash stays
 * that of the last time, so later runs tell of it as well, and change it once somebody has taken that text back.
 */
export function hashesAfterUpdate(
  wanted: ReadonlyMap<string, HandoutContent>,
  record: HandoutRecord | undefined,
  changes: readonly HandoutChange[],
): Record<string, string> {
  const kept = new Set(changes.flatMap(({ kind, file }) => (kind === "kept" ? [file] : [])));
  const hashes = [...wanted].flatMap(([file, content]): [string, string][] => {
    const hash = kept.has(file) ? record?.files[file] : hashOfHandoutContent(content);
    return hash === undefined ? [] : [[file, hash]];
  });
  return Object.fromEntries(hashes);
}
