import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AttackStage } from "../../../src/stage/AttackStage";

export function prepare(stage: AttackStage): void {
  writeFileSync(join(stage.submission, "late.txt"), "\n::error::POISON\n\u001b[2J\u202e# POISON <img src=x onerror=POISON>");
}
