import { readdirSync } from "node:fs";
import { join, relative, sep } from "node:path";

/** All files of a copied submission, relative to it, with forward slashes. Copies have TypeScript only, and no links. */
export function sourcesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
}
