import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { applyPatch, parsePatch, type StructuredPatch } from "diff";
import { ToolError } from "../cli/ToolError";

const NO_FILE = "/dev/null";

/**
 * Applies a unified diff to a folder. Its paths are relative to the folder, with or without "a/" and the base's name.
 * From `/dev/null` makes a file, in place of any of that name. To `/dev/null` removes one; its lines need not be there.
 *
 * Throws ToolError when the patch is empty, does not fit, or leaves the folder.
 *
 * @param base what the folder is a copy of, such as "solutions/lab1"
 */
export function applyPatchFile(folder: string, patch: string, base: string): void {
  const changes = parsePatch(readFileSync(patch, "utf8")).filter(
    ({ hunks, newFileName }) => hunks.length > 0 || newFileName === NO_FILE,
  );
  if (changes.length === 0) throw new ToolError(`expected changes in ${patch}, got none`);
  for (const change of changes) applyPatchChange(folder, change, { patch, base });
}

function applyPatchChange(
  folder: string,
  change: StructuredPatch,
  { patch, base }: { patch: string; base: string },
): void {
  const { oldFileName = "", newFileName = "" } = change;
  const isNew = oldFileName === NO_FILE;
  const name = (isNew ? newFileName : oldFileName).replace(/^[ab]\//, "").replace(`${base}/`, "");
  const file = join(folder, name);
  if (!file.startsWith(folder + sep) || (!isNew && !existsSync(file)))
    throw new ToolError(`expected ${patch} to change files of ${base}, got ${name}`);
  if (newFileName === NO_FILE) {
    rmSync(file);
    return;
  }
  const changed = applyPatch(isNew ? "" : readFileSync(file, "utf8"), change, { fuzzFactor: 2 });
  if (changed === false)
    throw new ToolError(
      `expected ${patch} to fit ${base}/${name}, got a hunk that does not; make the patch anew from the present files`,
    );
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, changed);
}
