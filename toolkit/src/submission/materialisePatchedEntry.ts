import { cpSync, existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ToolError } from "../cli/ToolError";
import { freshFolder, type FreshFolder } from "../files/freshFolder";
import { applyPatchFile } from "./applyPatchFile";
import { patchedEntry, type PatchedEntry } from "./patchedEntry";
import { SCENARIO_FILES } from "./SCENARIO_FILES";

/**
 * Makes a whole folder out of a base and a patch, when the folder is an entry of the kit's own corpus. Anywhere else a
 * patch means nothing: a student must not be able to grade the reference solution. Throws ToolError.
 *
 * @returns undefined when the folder is not such an entry
 */
export function materialisePatchedEntry(root: string, lab: string, folder: string): FreshFolder | undefined {
  const entry = patchedEntry(root, lab, folder);
  if (entry === undefined) return undefined;
  const { folder: made, dispose } = freshFolder(`${lab}-corpus`);
  try {
    fillMaterialisedFolder(made, { root, lab, entry, above: [] });
  } catch (error) {
    dispose();
    throw error;
  }
  return { folder: made, dispose };
}

interface Making {
  readonly root: string;
  readonly lab: string;
  readonly entry: PatchedEntry;
  /** Patches that are over this one, to find a circle. */
  readonly above: readonly string[];
}

/** Copies the base, which may be a patch over something else itself, and applies the patch. */
function fillMaterialisedFolder(made: string, { root, lab, entry: { patch, base }, above }: Making): void {
  if (above.includes(patch)) throw new ToolError(`expected ${patch} to have a base, got a circle of bases`);
  const from = join(root, base === "solution" ? "solutions" : "corpus", lab, base === "solution" ? "" : base);
  if (!existsSync(from)) throw new ToolError(`expected the base of ${patch} in ${from}, got no such folder`);
  const below = patchedEntry(root, lab, from);
  if (below === undefined) cpSync(from, made, { recursive: true });
  else fillMaterialisedFolder(made, { root, lab, entry: below, above: [...above, patch] });
  // An entry differs in its program; the solution's scenarios would be judged, and found alike, once for each of them.
  for (const file of SCENARIO_FILES) rmSync(join(made, file), { force: true });
  applyPatchFile(made, patch, base === "solution" ? `solutions/${lab}` : `corpus/${lab}/${base}`);
}
