import { deadlineInstant } from "../deadline/deadlineInstant";
import type { DeadlineOptions } from "../deadline/readDeadline";
import type { HiddenTestOptions } from "../labs/withHiddenTests";
import { formatChoice, type FormatChoice, REPORT_FORMATS } from "../formats/REPORT_FORMATS";
import { ISOLATION_CHOICES, type IsolationChoice } from "./gradingIsolation";
import { Command, Option } from "commander";
import { morePartsOption } from "../labs/morePartsOption";
import { moreNamesOption } from "toolkit/cli/options/namesOption";
import { ToolError } from "toolkit/cli/ToolError";
import { jobsOption } from "toolkit/cli/options/jobsOption";
import { wholeNumberOption } from "toolkit/cli/options/wholeNumberOption";
import {
  parseCommand,
  withSubmissionOptions,
  type HelpAsked,
  type SubmissionOptions,
} from "toolkit/cli/parseCommand";

const MOST_SEEDS = 1_000_000;
const MOST_JOBS = 256;

/** What the command line asks for. */
export interface GradeOptions extends SubmissionOptions, DeadlineOptions, HiddenTestOptions {
  readonly lab: string;
  readonly tests?: readonly string[];
  readonly part?: readonly number[];
  /** One seed, to replay. */
  readonly seed?: number;
  /** The seeds 1 to this number. */
  readonly seeds?: number;
  /** A test whose failure is shown in full. */
  readonly explain?: string;
  /** A test whose printed lines are shown. */
  readonly showConsole?: string;
  readonly json?: string;
  /** A folder for the reports in place of the kit's; relative to where the user is. */
  readonly reports?: string;
  /** Further formats of the report. */
  readonly formats: readonly FormatChoice[];
  /** A file with secret seeds; relative to where the user is. */
  readonly secretSeeds?: string;
  readonly watch: boolean;
  /** How to keep student code apart. Default: as lab.json says. */
  readonly isolation?: IsolationChoice;
  /** Whether to run each seed twice, and to say where the two runs differ. Default: only a seed that fails. */
  readonly checkDeterminism?: boolean;
  /** Processes at a time. */
  readonly jobs: number;
}

/** Reads the arguments after the command's name. Throws ToolError for what it does not know. */
export function parseGradeOptions(args: readonly string[], width = 80): GradeOptions | HelpAsked {
  const command = gradeCommand(width);
  const asked = parseCommand(command, args);
  if (asked !== undefined) return asked;
  const [lab = ""] = command.args;
  const { due, handedIn, gradescopeMetadata } = command.opts<DeadlineOptions>();
  if (handedIn !== undefined && due === undefined && gradescopeMetadata === undefined)
    throw new ToolError("expected --due with --handed-in, got --handed-in alone; say what the deadline is");
  const {
    test: tests,
    format: formats,
    ...rest
  } = command.opts<
    Omit<GradeOptions, "lab" | "tests" | "formats"> & { test?: string[]; format: FormatChoice[] }
  >();
  return { lab, ...rest, formats, ...(tests === undefined ? {} : { tests }) };
}

function gradeCommand(width: number): Command {
  const command = new Command("npm run grade")
    .usage("LAB [-- OPTIONS]")
    .description("Runs a lab's tests on a submission, and prints and writes a report.")
    .argument("[lab]", "the lab, such as lab1; all for every lab");
  return withSubmissionOptions(command, "grade")
    .option("--test <names>", "only these tests, comma-separated", moreNamesOption)
    .option("--part <numbers>", "only the tests of these parts, comma-separated", morePartsOption)
    .option("--seed <number>", "only this seed, to replay a failure", wholeNumberOption(0))
    .addOption(
      new Option("--seeds <count>", "the seeds 1 to this number")
        .argParser(wholeNumberOption(1, MOST_SEEDS))
        .conflicts("seed"),
    )
    .addOption(
      new Option(
        "--explain <name>",
        "show this test's failure in full; runs it if the code has changed since it was graded",
      ).conflicts(["test", "part", "seed", "seeds", "json", "secretSeeds", "hiddenTests", "due", "watch"]),
    )
    .option("--reports <dir>", "write the reports to DIR/LAB in place of the kit's reports/LAB")
    .addOption(
      new Option(
        "--show-console <name>",
        "show everything that this test prints in one seed, also if it passes; default: seed 1",
      ).conflicts([
        "test",
        "part",
        "seeds",
        "explain",
        "json",
        "secretSeeds",
        "hiddenTests",
        "due",
        "watch",
        "isolation",
      ]),
    )
    .option("--json <file>", "write the report's JSON to this file too")
    .option(
      "--format <name[:file]>",
      `write the report in this format too; may be repeated: ${REPORT_FORMATS.map(({ name }) => name).join(", ")}`,
      (text, before: readonly FormatChoice[]) => [...before, formatChoice(text)],
      [],
    )
    .addOption(
      new Option("--secret-seeds <file>", "also run the seeds in this file, without showing them").conflicts([
        "seed",
        "watch",
      ]),
    )
    .addOption(
      new Option(
        "--hidden-tests <dir>",
        "also run a teacher's tests in this folder; show only their points and hints",
      ).conflicts("watch"),
    )
    .addOption(new Option("--reveal-hidden", "show why hidden tests fail, for a teacher").conflicts("watch"))
    .addOption(
      new Option("--due <time>", "say how late it is; a time such as 2026-10-01T23:59:00+02:00")
        .argParser(deadlineInstant)
        .conflicts("watch"),
    )
    .option(
      "--handed-in <time>",
      "when it was handed in; by default the time of the last commit",
      deadlineInstant,
    )
    .addOption(
      new Option(
        "--gradescope-metadata <file>",
        "take both from Gradescope's submission_metadata.json",
      ).conflicts("watch"),
    )
    .option("--check-determinism", "run every seed twice, and say where the second run differs")
    .addOption(isolationOption())
    .option("--watch", "grade again when a file changes, failing tests first", false)
    .addOption(jobsOption("processes at a time", MOST_JOBS))
    .helpOption("-h, --help", "print this text")
    .addHelpText(
      "after",
      "\nExit code: 0 full marks, 1 less than full marks, 2 the tool itself could not work.\n" +
        "The report also goes to reports/LAB: index.html with pictures, report.md, report.json.",
    )
    .configureHelp({ helpWidth: width });
}

/** For commands that grade. @param auto what "auto" does. Default: what `grade` does */
export function isolationOption(auto = "auto does so where there are secrets"): Option {
  return new Option(
    "--isolation <walls>",
    `how to keep student code apart: in a process of its own, and that in bubblewrap; ${auto}`,
  ).choices(ISOLATION_CHOICES);
}
