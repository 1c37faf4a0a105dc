import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { AttackStage } from "../../../src/stage/AttackStage";

export function prepare(stage: AttackStage): void {
  rmSync(join(stage.lab, "client.ts"));
  spawnSync("mkfifo", [join(stage.lab, "client.ts")]);
}
