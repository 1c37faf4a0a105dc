import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Stage } from "../../../src/Stage";

export function prepare(stage: Stage): void {
  writeFileSync(join(stage.submission, ".git"), `gitdir: ${stage.guard}\n`);
}
