import { symlinkSync } from "node:fs";
import { join } from "node:path";
import type { AttackStage } from "../../../src/stage/AttackStage";

export function prepare(stage: AttackStage): void {
  symlinkSync(stage.canaryFile, join(stage.lab, "secret.ts"));
}
