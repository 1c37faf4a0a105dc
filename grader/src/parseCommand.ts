import { Command, CommanderError, Option } from "commander";
import { ToolError } from "./ToolError";

/** The command line is to be answered with this text and exit code 0. */
export interface HelpAsked {
  readonly help: string;
}

/**
 * Reads the arguments after the command's name, which is how it is called, as "npm run grade".
 * Throws ToolError for what the command does not know.
 */
export function parseCommand(command: Command, args: readonly string[]): HelpAsked | undefined {
  let out = "";
  let problem = "";
  command
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeOut: (text) => (out += text), writeErr: (text) => (problem += text) });
  try {
    command.parse(args, { from: "user" });
    return undefined;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { help: out };
    throw new ToolError(
      `${problem.trim().replace(/^error: /, "")}\nTo see all options: ${command.name()} -- --help`,
    );
  }
}

/** Which code a command works on. */
export interface SubmissionOptions {
  readonly solution: boolean;
  readonly submission?: string;
}

/** Adds `--solution` and `--submission` to a command; `verb` is what it does with them. */
export function withSubmissionOptions(command: Command, verb: string): Command {
  return command
    .addOption(new Option("--solution", `${verb} the reference solution`).default(false))
    .addOption(
      new Option("--submission <dir>", `${verb} this lab folder, or this repository's`).conflicts("solution"),
    );
}
