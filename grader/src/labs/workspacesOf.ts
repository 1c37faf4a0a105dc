import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Folders of the kit's own packages; none where there is no package.json. A lab that was removed took its own along,
 * although package.json still names it.
 */
export function workspacesOf(root: string): readonly string[] {
  const file = join(root, "package.json");
  if (!existsSync(file)) return [];
  const { workspaces = [] } = JSON.parse(readFileSync(file, "utf8")) as { workspaces?: string[] };
  return workspaces.filter((folder) => existsSync(join(root, folder)));
}
