import { processSurroundings } from "toolkit/cli/processSurroundings";
import type { Surroundings } from "toolkit/cli/Surroundings";
import { consistency } from "./consistency";
import { integration } from "./integration";
import { performanceProgram } from "./performance";
import { quorum } from "./quorum";

/** A program: takes the arguments after its name, and resolves to its exit code. */
export type Program = (args: readonly string[], surroundings: Surroundings) => Promise<number>;

const PROGRAMS: Readonly<Record<string, Program>> = {
  integration,
  performance: performanceProgram,
  quorum,
  consistency,
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
