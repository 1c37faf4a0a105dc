import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Stage } from "../../../src/Stage";

export function prepare(stage: Stage): void {
  writeFileSync(join(stage.home, "settings.json"), JSON.stringify({ [stage.canaries.variable]: stage.canaries.hidden }));
  writeFileSync(join(stage.lab, "reach.ts"), `import settings from ${JSON.stringify(join(stage.home, "settings.json"))};\nexport const x: 5 = settings;\n`);
}
