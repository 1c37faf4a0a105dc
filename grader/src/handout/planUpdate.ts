import { hashOf, type HandoutRecord } from "./HandoutRecord";

/** What happens to one file of a hand-out. */
export interface Change {
  readonly kind:
    | "added"
    | "updated"
    | "removed"
    /** Somebody changed or deleted it, and the kit has something new: it stays as it is. */
    | "kept";
  readonly file: string;
}

/**
 * What has to be done so that a folder holds the wanted files, without touching what somebody wrote there. A file
 * may be changed if it is as the kit wrote it the last time. Pure.
 *
 * @param wanted names and texts
 * @param record of the last run; undefined for a new hand-out
 * @param read the text of a file in the folder, undefined when there is none
 */
export function planUpdate(
  wanted: ReadonlyMap<string, string>,
  record: HandoutRecord | undefined,
  read: (file: string) => string | undefined,
): Change[] {
  const before = new Map(Object.entries(record?.files ?? {}));
  const changes: Change[] = [];
  for (const [file, text] of wanted) {
    const there = read(file);
    const last = before.get(file);
    const next = hashOf(text);
    if (there === undefined) {
      if (last === undefined) changes.push({ kind: "added", file });
      else if (last !== next) changes.push({ kind: "kept", file });
      continue;
    }
    const present = hashOf(there);
    if (present === next) continue;
    if (present === last) changes.push({ kind: "updated", file });
    else if (last !== next) changes.push({ kind: "kept", file });
  }
  for (const [file, last] of before) {
    const there = read(file);
    if (wanted.has(file) || there === undefined) continue;
    changes.push({ kind: hashOf(there) === last ? "removed" : "kept", file });
  }
  return changes.sort((a, b) => (a.file < b.file ? -1 : 1));
}
