import { Command, CommanderError, Option } from "commander";
import { kitInWords, versionOfKit } from "../files/kitVersion";
import { commandProblem } from "./commandProblem";
import { ToolError } from "./ToolError";

/** The command line is to be answered with this text, of --help or --version, and exit code 0. */
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
  checkOptionDashes(command);
  withVersionOption(command);
  refuseOptionTwice(command);
  command
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeOut: (text) => (out += text), writeErr: (text) => (problem += text) });
  try {
    command.parse(args, { from: "user" });
    return undefined;
  } catch (error) {
    if (error instanceof VersionAsked) return { help: `${kitInWords(versionOfKit())}\n` };
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { help: out };
    const dashes = error.code === "commander.excessArguments" ? `\n${AFTER_DASHES}` : "";
    throw new ToolError(
      `${commandProblem(problem)}${dashes}
To see all options: ${command.name()} -- --help`,
    );
  }
}

const AFTER_DASHES = "Options come after --, as in: npm run grade lab1 -- --part 1";

/** npm takes options in front of -- for itself, and tells of them in the environment only. Throws ToolError. */
function checkOptionDashes(command: Command, env = process.env): void {
  for (const { long, name } of command.options.map((option) => ({
    long: option.long,
    name: option.name(),
  }))) {
    // These are npm's own as well, so they say nothing.
    if (name === "json" || name === "jobs" || env[`npm_config_${name}`] === undefined) continue;
    throw new ToolError(
      `expected ${String(long)} after --, got it before: npm took it for itself\n${AFTER_DASHES}`,
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

/**
 * Refuses an option with one value that is there twice: the last one would win, and nobody would notice. A parser that
 * takes the value before adds up.
 */
function refuseOptionTwice(command: Command): void {
  for (const option of command.options) {
    const addsUp = option.variadic || (option.parseArg?.length ?? 0) > 1;
    if (addsUp || !(option.required || option.optional)) continue;
    let before: string | undefined;
    command.on(`option:${option.name()}`, (value: string) => {
      if (before !== undefined)
        throw new ToolError(
          `${String(option.long)}: expected the option once, got it twice, with ${JSON.stringify(before)} before; run the command for each
To see all options: ${command.name()} -- --help`,
        );
      before = value;
    });
  }
}

/** Adds `--version`. Which kit it is is found out only for who asks. */
function withVersionOption(command: Command): void {
  command.option("--version", "print the kit's version").on("option:version", () => {
    throw new VersionAsked();
  });
}

class VersionAsked extends Error {}
