import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AttackStage } from "../../../src/stage/AttackStage";

export function prepare(stage: AttackStage): void {
  const program = join(stage.home, "run.sh");
  writeFileSync(program, `#!/bin/sh\ntouch ${join(stage.guard, "run")}\n`, { mode: 0o755 });
  const git = (...args: string[]): void => {
    spawnSync("git", ["-c", "user.name=a", "-c", "user.email=a@b.c", ...args], { cwd: stage.submission });
  };
  git("init", "-q");
  git("add", "-A");
  git("commit", "-qm", "x");
  const settings = ["core.fsmonitor", "core.pager", "pager.log", "gpg.program", "core.sshCommand", "log.showSignature", "diff.external", "core.gitProxy", "credential.helper", "filter.x.smudge", "filter.x.clean", "core.editor", "alias.log"];
  for (const setting of settings) git("config", setting, setting === "log.showSignature" ? "true" : `!${program}`.slice(setting === "alias.log" ? 0 : 1));
  git("config", "core.hooksPath", stage.home);
  git("config", "include.path", stage.canaryFile);
}
