import { linkSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import type { AttackStage } from "../../../src/stage/AttackStage";

export function prepare(stage: AttackStage, root: string): void {
  symlinkSync("b.ts", join(stage.lab, "a.ts"));
  symlinkSync("a.ts", join(stage.lab, "b.ts"));
  symlinkSync("..", join(stage.lab, "up"));
  symlinkSync("/", join(stage.lab, "root"));
}
