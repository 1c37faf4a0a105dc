import { cpSync, existsSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { join, sep } from "node:path";
import { applyPatch, parsePatch } from "diff";
import { freshFolder, type FreshFolder } from "../files/freshFolder";
import { ToolError } from "../cli/ToolError";

/**
 * Makes a whole folder out of the reference solution and `chaff.patch`, when the folder is one of the kit's own
 * chaffs. Anywhere else a patch means nothing: a student must not be able to grade the reference solution.
 *
 * @returns undefined when the folder is not such a chaff
 */
export function materialise(root: string, lab: string, folder: string): FreshFolder | undefined {
  const chaffs = join(root, "corpus", lab, "chaffs");
  if (!existsSync(chaffs) || !realpathSync(folder).startsWith(realpathSync(chaffs) + sep)) return undefined;
  const patch = join(folder, "chaff.patch");
  if (!existsSync(patch)) return undefined;
  const { folder: made, dispose } = freshFolder(`${lab}-chaff`);
  try {
    cpSync(join(root, "solutions", lab), made, { recursive: true });
    applyPatchFile(made, lab, patch);
  } catch (error) {
    dispose();
    throw error;
  }
  return { folder: made, dispose };
}

/** Applies a unified diff whose paths are relative to the lab's folder, with or without "a/" and "solutions/LAB/". */
function applyPatchFile(folder: string, lab: string, patch: string): void {
  const changes = parsePatch(readFileSync(patch, "utf8")).filter(({ hunks }) => hunks.length > 0);
  if (changes.length === 0) throw new ToolError(`expected changes in ${patch}, got none`);
  for (const change of changes) {
    const name = (change.oldFileName ?? "").replace(/^[ab]\//, "").replace(`solutions/${lab}/`, "");
    const file = join(folder, name);
    if (!file.startsWith(folder + sep) || !existsSync(file))
      throw new ToolError(`expected ${patch} to change files of solutions/${lab}, got ${name}`);
    const changed = applyPatch(readFileSync(file, "utf8"), change, { fuzzFactor: 2 });
    if (changed === false)
      throw new ToolError(
        `expected ${patch} to fit solutions/${lab}/${name}, got a hunk that does not; make the patch anew from the present solution`,
      );
    writeFileSync(file, changed);
  }
}
