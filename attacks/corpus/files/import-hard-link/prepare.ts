import { linkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AttackStage } from "../../../src/stage/AttackStage";

export function prepare(stage: AttackStage): void {
  writeFileSync(join(stage.home, "plain.ts"), "export const plain = 1;\n");
  linkSync(join(stage.home, "plain.ts"), join(stage.lab, "plain.ts"));
}
