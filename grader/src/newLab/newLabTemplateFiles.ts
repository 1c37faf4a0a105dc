import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { KIT_ROOT } from "toolkit/files/kitRoot";

/** Holds the example lab, each file where it goes in the kit, and under the name labN. */
const TEMPLATES = join(KIT_ROOT, "grader", "templates");

/** Folders of a lab: what students get, the reference solution, wheats and chaffs. */
export function foldersOfNewLab(lab: string): readonly string[] {
  return [lab, `solutions/${lab}`, `corpus/${lab}`];
}

/**
 * The files of a new lab: texts by names that are relative to the kit's root, with forward slashes. "labN" and
 * "lab N" in names and texts become the new lab's.
 *
 * @param lab such as "lab6"
 */
export function newLabTemplateFiles(lab: string): ReadonlyMap<string, string> {
  const named = (text: string): string => text.replace(/\b([Ll]ab ?)N\b/g, `$1${lab.replace(/^lab/, "")}`);
  const entries = readdirSync(TEMPLATES, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    files.sort().map((file) => {
      const name = relative(TEMPLATES, file).split(sep).join("/");
      return [named(name), named(readFileSync(file, "utf8"))];
    }),
  );
}
