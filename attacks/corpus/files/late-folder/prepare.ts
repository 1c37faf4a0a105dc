import { linkSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import type { AttackStage } from "../../../src/stage/AttackStage";

export function prepare(stage: AttackStage): void {
  mkdirSync(join(stage.submission, "late.txt"));
  symlinkSync("again", join(stage.submission, "again"));
}
