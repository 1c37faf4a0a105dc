import { linkSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import type { Stage } from "../../../src/Stage";

export function prepare(stage: Stage, root: string): void {
  symlinkSync("b.ts", join(stage.lab, "a.ts"));
  symlinkSync("a.ts", join(stage.lab, "b.ts"));
  symlinkSync("..", join(stage.lab, "up"));
  symlinkSync("/", join(stage.lab, "root"));
}
