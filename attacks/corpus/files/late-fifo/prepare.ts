import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { AttackStage } from "../../../src/stage/AttackStage";

export function prepare(stage: AttackStage): void {
  spawnSync("mkfifo", [join(stage.submission, "late.txt")]);
}
