import { closeSync, openSync, truncateSync } from "node:fs";
import { join } from "node:path";
import type { Stage } from "../../../src/Stage";

export function prepare(stage: Stage): void {
  closeSync(openSync(join(stage.lab, "huge.ts"), "w"));
  truncateSync(join(stage.lab, "huge.ts"), 512 * 2 ** 20);
}
