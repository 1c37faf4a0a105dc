import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Lab } from "./readLab";

/**
 * A file that a command looks for in a lab by its name: in `tests`, or beside lab.json.
 *
 * @returns absolute; undefined when there is none
 */
export function labFile({ folder }: Pick<Lab, "folder">, name: "demo.ts" | "small.ts"): string | undefined {
  return [join(folder, "tests", name), join(folder, name)].find((file) => existsSync(file));
}
