import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** Ignored by git, as all of node_modules is. */
const CACHE = resolve(__dirname, "../../node_modules/.cache/kit-node-versions");

/** A version of Node, and its program. */
export interface DeterminismNode {
  /** As process.version. */
  readonly version: string;
  readonly program: string;
}

/** This process's own. */
export const ownDeterminismNode: DeterminismNode = { version: process.version, program: process.execPath };

/**
 * A version of Node from npm, installed at the first call and kept.
 *
 * @param wanted such as "22"
 * @throws Error when npm has none for this machine
 */
export function determinismNode(wanted: string): DeterminismNode {
  const name = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
  const folder = join(CACHE, wanted);
  const program = join(
    folder,
    "node_modules",
    name,
    "bin",
    process.platform === "win32" ? "node.exe" : "node",
  );
  if (!existsSync(program)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
    try {
      // The text is one command, since on Windows npm is a script.
      execFileSync(`npm install --no-audit --no-fund --ignore-scripts --silent ${name}@${wanted}`, {
        cwd: folder,
        shell: true,
        stdio: ["ignore", "ignore", "pipe"],
      });
    } catch (error) {
      throw new Error(
        `expected npm to have Node ${wanted} for this machine, as ${name}@${wanted}, got an error: ${(error as Error).message}; leave that version out of --nodes`,
        { cause: error },
      );
    }
  }
  const version = execFileSync(program, ["--version"], { encoding: "utf8" }).trim();
  return { version, program };
}
