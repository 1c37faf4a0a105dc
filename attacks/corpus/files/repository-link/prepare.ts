import { linkSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import type { AttackStage } from "../../../src/stage/AttackStage";

export function prepare(stage: AttackStage, root: string): void {
  for (const file of ["client.ts", "server.ts", "types.ts"]) {
    rmSync(join(stage.lab, file), { force: true });
    symlinkSync(join(root, "solutions", "lab1", file), join(stage.lab, file));
  }
}
