import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compareLevelsCommand } from "../../compareLevelsCommand";
import { lab3Command } from "../../lab3Command";

export const ROOT = join(__dirname, "../../../..");
export const CONFIGS = join(ROOT, "lab3/configs");

/** A command that runs in this process, with its servers and clients as processes of their own. */
export interface RunningCommand {
  readonly exitCode: Promise<number>;
  /** What it has printed so far, both kinds. */
  readonly output: () => string;
  /** The processes that it has told of, by their names; empty before all are up. */
  readonly pids: () => ReadonlyMap<string, number>;
}

export function start(program: "run" | "compare", args: readonly string[]): RunningCommand {
  let output = "";
  const write = (text: string): void => void (output += text);
  const command = program === "run" ? lab3Command : compareLevelsCommand;
  // Coverage of the processes would take longer than the tests.
  process.env.NODE_V8_COVERAGE = "";
  const context = {
    root: ROOT,
    cwd: ROOT,
    print: write,
    printError: write,
    color: false,
    terminal: false,
  };
  return {
    exitCode: command(args, context),
    output: () => output,
    pids: () => pidsOf(output),
  };
}

/** Runs a command to its end. */
export async function run(
  program: "run" | "compare",
  args: readonly string[],
): Promise<{ exitCode: number; output: string; pids: ReadonlyMap<string, number> }> {
  const running = start(program, args);
  const exitCode = await running.exitCode;
  return { exitCode, output: running.output(), pids: running.pids() };
}

export function pidsOf(output: string): ReadonlyMap<string, number> {
  const lines = output.matchAll(/^(\S+) +process (\d+)/gm);
  return new Map([...lines].map(([, name = "", pid]) => [name, Number(pid)]));
}

/** Whether a process with this id runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Waits until it holds; throws when that takes more than 20 s. */
export async function until(what: string, holds: () => boolean): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`expected ${what} within 20 s`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** A folder for files of tests. */
export class Folder implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), "lab3-real-"));

  /** Writes a file and returns its path. */
  write(name: string, content: string | object): string {
    const path = join(this.path, name);
    writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
    return path;
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
