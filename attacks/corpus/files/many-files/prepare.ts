import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AttackStage } from "../../../src/stage/AttackStage";

export function prepare(stage: AttackStage): void {
  for (let folder = 0; folder < 20; folder++) {
    mkdirSync(join(stage.submission, `many-${String(folder)}`));
    for (let file = 0; file < 1000; file++) writeFileSync(join(stage.submission, `many-${String(folder)}`, `${String(file)}.ts`), "");
  }
}
