import { linkSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import type { AttackStage } from "../../../src/stage/AttackStage";

export function prepare(stage: AttackStage, root: string): void {
  rmSync(stage.lab, { recursive: true });
  symlinkSync(join(root, "solutions", "lab1"), stage.lab);
}
