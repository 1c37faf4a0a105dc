import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { AttackStage } from "../../../src/stage/AttackStage";

export function prepare(stage: AttackStage): void {
  mkdirSync(join(stage.submission, ".git", "objects"), { recursive: true });
  mkdirSync(join(stage.submission, ".git", "refs"));
  spawnSync("mkfifo", [join(stage.submission, ".git", "HEAD")]);
}
