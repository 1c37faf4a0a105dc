import { cpSync, linkSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import type { AttackStage } from "../../../src/stage/AttackStage";

export function prepare(stage: AttackStage, root: string): void {
  const fellow = join(stage.home, "fellow");
  cpSync(join(root, "solutions", "lab1"), fellow, { recursive: true });
  rmSync(stage.lab, { recursive: true });
  symlinkSync(fellow, stage.lab);
}
