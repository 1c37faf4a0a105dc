import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { AttackStage } from "../../../src/stage/AttackStage";

export function prepare(stage: AttackStage): void {
  mkdirSync(join(stage.lab, ...Array.from({ length: 1000 }, () => "d")), { recursive: true });
}
