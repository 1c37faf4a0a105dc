import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { availableParallelism } from "node:os";
import { ToolError } from "./ToolError";

const MOST_SEEDS = 1_000_000;
const MOST_JOBS = 256;

/** What the command line asks for. */
export interface GradeOptions {
  readonly lab: string;
  readonly solution: boolean;
  readonly submission?: string;
  readonly tests?: readonly string[];
  readonly part?: number;
  /** One seed, to replay. */
  readonly seed?: number;
  /** The seeds 1 to this number. */
  readonly seeds?: number;
  readonly json?: string;
  readonly watch: boolean;
  /** Processes at a time. */
  readonly jobs: number;
}

/** The command line is to be answered with this text and exit code 0. */
export interface HelpAsked {
  readonly help: string;
}

/** Reads the arguments after the command's name. Throws ToolError for what it does not know. */
export function parseGradeOptions(args: readonly string[], width = 80): GradeOptions | HelpAsked {
  let out = "";
  let complaint = "";
  const command = gradeCommand(width).configureOutput({
    writeOut: (text) => (out += text),
    writeErr: (text) => (complaint += text),
  });
  try {
    command.parse(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { help: out };
    throw new ToolError(
      `${complaint.trim().replace(/^error: /, "")}\nTo see all options: npm run grade -- --help`,
    );
  }
  const [lab = ""] = command.args;
  const { test: tests, ...rest } = command.opts<Omit<GradeOptions, "lab" | "tests"> & { test?: string[] }>();
  return { lab, ...rest, ...(tests === undefined ? {} : { tests }) };
}

function gradeCommand(width: number): Command {
  return new Command("npm run grade")
    .usage("LAB [-- OPTIONS]")
    .description("Runs a lab's tests on a submission, and prints and writes a report.")
    .argument("<lab>", "the lab, such as lab1")
    .addOption(new Option("--solution", "grade the reference solution").default(false))
    .addOption(
      new Option("--submission <dir>", "grade this lab folder, or this repository's").conflicts("solution"),
    )
    .option("--test <names>", "only these tests, apart by commas", names)
    .option("--part <number>", "only the tests of this part", whole(1))
    .option("--seed <number>", "only this seed, to replay a failure", whole(0))
    .addOption(
      new Option("--seeds <count>", "the seeds 1 to this number")
        .argParser(whole(1, MOST_SEEDS))
        .conflicts("seed"),
    )
    .option("--json <file>", "write the report's JSON to this file too")
    .option("--watch", "grade again when a file changes, failing tests first", false)
    .option("--jobs <count>", "processes at a time", whole(1, MOST_JOBS), Math.max(1, availableParallelism()))
    .helpOption("-h, --help", "print this text")
    .addHelpText(
      "after",
      "\nExit code: 0 full marks, 1 less than full marks, 2 the tool itself could not work.\n" +
        "The report also goes to reports/LAB/report.json and report.md.",
    )
    .allowExcessArguments(false)
    .exitOverride()
    .configureHelp({ helpWidth: width });
}

/** Names apart by commas, each once. */
export function names(text: string): string[] {
  const list = text.split(",").map((name) => name.trim());
  if (list.some((name) => name === ""))
    throw new InvalidArgumentError("Expected names of tests, apart by commas.");
  return [...new Set(list)];
}

/** Reads a whole number from `least` to `most`. */
export function whole(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least && value <= most) return value;
    const range = most === Number.MAX_SAFE_INTEGER ? "" : ` to ${String(most)}`;
    throw new InvalidArgumentError(
      `Expected a whole number from ${String(least)}${range}, got ${JSON.stringify(text)}.`,
    );
  };
}
