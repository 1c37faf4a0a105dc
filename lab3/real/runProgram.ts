import { processSurroundings } from "toolkit/cli/processSurroundings";
import type { Surroundings } from "toolkit/cli/Surroundings";
import { compareCommand } from "./compareCommand";
import { lab3Command } from "./lab3Command";

const PROGRAMS: Readonly<
  Record<string, (args: readonly string[], surroundings: Surroundings) => Promise<number>>
> = {
  run: lab3Command,
  compare: compareCommand,
};

/** Runs one of the lab's programs in this process and sets its exit code: 0 passed, 1 not, 2 it could not work. */
export function runProgram(name: string, args: readonly string[]): void {
  const program = PROGRAMS[name];
  if (program === undefined)
    throw new Error(`expected a program of ${Object.keys(PROGRAMS).join(", ")}, got ${name}`);
  void program(args, processSurroundings()).then((code) => {
    process.exitCode = code;
  });
}
