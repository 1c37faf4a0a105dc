import { linkSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import type { AttackStage } from "../../../src/stage/AttackStage";

export function prepare(stage: AttackStage): void {
  symlinkSync(stage.canaryFile, join(stage.submission, "late.txt"));
}
