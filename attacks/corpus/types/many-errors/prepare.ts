import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AttackStage } from "../../../src/stage/AttackStage";

export function prepare(stage: AttackStage): void {
  writeFileSync(join(stage.lab, "many.ts"), Array.from({ length: 30_000 }, (_, i) => `export const v${String(i)}: number = "POISON";`).join("\n"));
}
