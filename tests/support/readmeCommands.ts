import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

export const ROOT = join(__dirname, "../..");

export const README = readFileSync(join(ROOT, "README.md"), "utf8");

/** The root's scripts, by name. */
export const SCRIPTS = (
  JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { scripts: Record<string, string> }
).scripts;

/** The commands in the code blocks of a Markdown file, line by line. */
export function commandsOf(text: string): string[] {
  const blocks = [...text.matchAll(/```(?:sh)?\n([\s\S]*?)```/g)].map((match) => match[1] ?? "");
  const lines = blocks
    .flatMap((block) => block.split("\n"))
    .map((line) => line.replace(/\s{2,}#.*$/, "").trim());
  return lines.filter((line) => /^(npm|npx) /.test(line));
}

export interface Ran {
  status: number | null;
  output: string;
}

/** Runs a line of a shell in the root. */
export function runLine(line: string): Ran {
  const { status, stdout, stderr } = spawnSync(line, {
    cwd: ROOT,
    shell: true,
    encoding: "utf8",
    env: { ...process.env, FORCE_COLOR: "0" },
    timeout: 60_000,
  });
  return { status, output: stdout + stderr };
}

/** Does what `npm run SCRIPT [LAB] [-- OPTIONS]` does, without npm, which takes half a second each time. */
export function runScript(command: string): Ran {
  const [, script = "", rest = ""] = /^npm run ([\w:-]+)(.*)$/.exec(command) ?? [];
  return runLine(`${SCRIPTS[script] ?? ""}${rest.replace(/ --(?= |$)/, "")}`);
}
