import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AttackStage } from "../../../src/stage/AttackStage";

export function prepare(stage: AttackStage): void {
  writeFileSync(join(stage.home, "settings.json"), JSON.stringify({ [stage.canaries.variable]: stage.canaries.hidden }));
  writeFileSync(join(stage.lab, "reach.ts"), `import settings from ${JSON.stringify(join(stage.home, "settings.json"))};\nexport const x: 5 = settings;\n`);
}
