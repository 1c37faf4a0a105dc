import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { Stage } from "../../../src/Stage";

export function prepare(stage: Stage): void {
  spawnSync("mkfifo", [join(stage.submission, "late.txt")]);
}
