import { linkSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import type { Stage } from "../../../src/Stage";

export function prepare(stage: Stage): void {
  mkdirSync(join(stage.submission, "late.txt"));
  symlinkSync("again", join(stage.submission, "again"));
}
