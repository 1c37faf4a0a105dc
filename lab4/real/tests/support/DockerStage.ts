import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync } from "node:fs";
import { dirname, join } from "node:path";
import { tmpdir } from "node:os";

/** A folder that stands for the file system of one stage of a Dockerfile. */
export class DockerStage {
  readonly root = mkdtempSync(join(tmpdir(), "docker-stage-"));
  readonly env: Record<string, string> = {};
  workdir = "/";

  /** Where a path of the image lies on this machine. */
  at(path: string): string {
    return path.startsWith("/") ? join(this.root, path) : join(this.root, this.workdir, path);
  }

  enter(path: string): void {
    this.workdir = path;
    mkdirSync(this.at("."), { recursive: true });
  }

  /** COPY: a folder's contents, or a file into a folder whose name ends with a slash. */
  copy(from: string, sources: readonly string[], to: string): void {
    for (const source of sources) {
      const target =
        to.endsWith("/") && !isFolder(source)
          ? join(this.at(to), source.split("/").at(-1) ?? "")
          : this.at(to);
      mkdirSync(dirname(target), { recursive: true });
      cpSync(join(from, source), target, { recursive: true });
    }
  }

  /** RUN: a command of the shell, in the working directory. */
  run(command: string): { status: number | null; output: string } {
    const env = { ...process.env, NODE_V8_COVERAGE: "", npm_config_prefer_offline: "true", ...this.env };
    const { status, stdout, stderr } = spawnSync(command, {
      cwd: this.at("."),
      env,
      shell: true,
      encoding: "utf8",
    });
    return { status, output: stdout + stderr };
  }
}

/** In this Dockerfile, what is copied into a folder is files. */
function isFolder(source: string): boolean {
  return source === "." || !source.split("/").at(-1)?.includes(".");
}
