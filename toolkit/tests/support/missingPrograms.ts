import { spawnSync } from "node:child_process";

/** How a program says that it is there, where this is not `--version`. */
const ASKED: Readonly<Record<string, readonly string[]>> = { unzip: ["-v"] };

/** Which of these programs the machine lacks. On Windows there is no shell that runs the scripts of runners. */
export function missingPrograms(...programs: readonly string[]): string[] {
  if (process.platform === "win32") return ["a Unix shell"];
  return programs.filter((name) => spawnSync(name, ASKED[name] ?? ["--version"]).status !== 0);
}
