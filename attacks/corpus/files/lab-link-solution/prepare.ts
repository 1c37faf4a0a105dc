import { linkSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import type { Stage } from "../../../src/Stage";

export function prepare(stage: Stage, root: string): void {
  rmSync(stage.lab, { recursive: true });
  symlinkSync(join(root, "solutions", "lab1"), stage.lab);
}
