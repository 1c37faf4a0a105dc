import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Lab } from "./readLab";

/** A file that a command looks for in a lab's tests by its name, absolute; undefined when there is none. */
export function labFile(
  { folder }: Pick<Lab, "folder">,
  name: "debug.ts" | "demo.ts" | "small.ts" | "stage.ts",
): string | undefined {
  const file = join(folder, "tests", name);
  return existsSync(file) ? file : undefined;
}
