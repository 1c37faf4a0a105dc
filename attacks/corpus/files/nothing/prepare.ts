import { rmSync } from "node:fs";
import type { AttackStage } from "../../../src/stage/AttackStage";

export function prepare(stage: AttackStage): void {
  rmSync(stage.lab, { recursive: true });
}
