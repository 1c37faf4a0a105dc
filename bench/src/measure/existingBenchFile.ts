import { existsSync } from "node:fs";
import { join } from "node:path";
import { ToolError } from "toolkit/cli/ToolError";

/** The first of several places of a file, relative to `root`, where it is: it moved. Throws ToolError when at none. */
export function existingBenchFile(root: string, places: readonly string[]): string {
  const found = places.find((place) => existsSync(join(root, place)));
  if (found !== undefined) return found;
  throw new ToolError(`cannot measure this commit: expected ${places.join(" or ")}, got neither`);
}
