import { closeSync, openSync, truncateSync } from "node:fs";
import { join } from "node:path";
import type { AttackStage } from "../../../src/stage/AttackStage";

export function prepare(stage: AttackStage): void {
  closeSync(openSync(join(stage.lab, "huge.ts"), "w"));
  truncateSync(join(stage.lab, "huge.ts"), 512 * 2 ** 20);
}
