import { linkSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import type { Stage } from "../../../src/Stage";

export function prepare(stage: Stage, root: string): void {
  for (const file of ["client.ts", "server.ts", "types.ts"]) {
    rmSync(join(stage.lab, file), { force: true });
    symlinkSync(join(root, "solutions", "lab1", file), join(stage.lab, file));
  }
}
