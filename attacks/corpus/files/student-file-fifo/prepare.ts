import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Stage } from "../../../src/Stage";

export function prepare(stage: Stage): void {
  rmSync(join(stage.lab, "client.ts"));
  spawnSync("mkfifo", [join(stage.lab, "client.ts")]);
}
