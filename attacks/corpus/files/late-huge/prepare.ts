import { closeSync, openSync, truncateSync } from "node:fs";
import { join } from "node:path";
import type { AttackStage } from "../../../src/stage/AttackStage";

export function prepare(stage: AttackStage): void {
  closeSync(openSync(join(stage.submission, "late.txt"), "w"));
  truncateSync(join(stage.submission, "late.txt"), 512 * 2 ** 20);
}
