import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { isWithin } from "toolkit/files/isWithin";
import { ToolError } from "toolkit/cli/ToolError";
import { handoutContentOfKitFile, type HandoutContent } from "./ways/HandoutContent";
import { handoutRecord, HANDOUT_RECORD_FILE, type HandoutRecord } from "./ways/HandoutRecord";

/** The folder of a hand-out, as it is before a run. */
export interface HandoutFolder {
  /** Of the last run; undefined for a new hand-out. */
  readonly record?: HandoutRecord;
  /** What a file holds, by its name in the folder; undefined when there is none. Throws ToolError. */
  readonly read: (file: string) => HandoutContent | undefined;
}

/**
 * Looks at a folder that is to be a hand-out. Writes nothing. Throws ToolError for one that cannot be: the kit itself,
 * or a folder with other files.
 *
 * @param root the kit's root
 * @param folder absolute; need not exist
 * @param out the folder as the user named it
 */
export function openHandoutFolder(root: string, folder: string, out: string): HandoutFolder {
  if (isWithin(root, folder))
    throw new ToolError(`expected a folder outside of the kit, got ${out}; name one such as ../student`);
  const read = (file: string): HandoutContent | undefined => {
    const path = join(folder, file);
    if (!existsSync(path)) return undefined;
    if (statSync(path).isFile()) return handoutContentOfKitFile(path);
    throw new ToolError(`expected ${file} in ${out} to be a file, got a folder; rename it and run again`);
  };
  if (!existsSync(folder)) return { read };
  if (!statSync(folder).isDirectory()) throw new ToolError(`expected a folder, got ${out}, which is a file`);
  if (existsSync(join(folder, HANDOUT_RECORD_FILE))) return { record: readHandoutRecord(folder, out), read };
  if (readdirSync(folder).some((name) => name !== ".git"))
    throw new ToolError(
      `expected a new or empty folder, or an earlier student repository, got ${out}, which holds other files; name another folder`,
    );
  return { read };
}

function readHandoutRecord(folder: string, out: string): HandoutRecord {
  try {
    return handoutRecord.parse(JSON.parse(readFileSync(join(folder, HANDOUT_RECORD_FILE), "utf8")));
  } catch {
    throw new ToolError(
      `expected ${HANDOUT_RECORD_FILE} of ${out} to be as the kit wrote it, got something else; restore it from git`,
    );
  }
}
