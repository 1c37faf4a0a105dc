import { cpSync, linkSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import type { Stage } from "../../../src/Stage";

export function prepare(stage: Stage, root: string): void {
  const fellow = join(stage.home, "fellow");
  cpSync(join(root, "solutions", "lab1"), fellow, { recursive: true });
  rmSync(stage.lab, { recursive: true });
  symlinkSync(fellow, stage.lab);
}
