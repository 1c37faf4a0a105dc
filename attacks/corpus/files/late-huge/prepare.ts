import { closeSync, openSync, truncateSync } from "node:fs";
import { join } from "node:path";
import type { Stage } from "../../../src/Stage";

export function prepare(stage: Stage): void {
  closeSync(openSync(join(stage.submission, "late.txt"), "w"));
  truncateSync(join(stage.submission, "late.txt"), 512 * 2 ** 20);
}
