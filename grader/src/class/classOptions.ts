import { Command } from "commander";
import { jobsOption } from "toolkit/cli/options/jobsOption";
import { isolationOption } from "../grade/GradeOptions";
import type { IsolationChoice } from "../grade/gradingIsolation";
import { deadlineOption, type ClassDeadlines } from "./late/ClassDeadlines";
import { latePolicyOption } from "./late/latePolicyOption";
import { queueOption } from "./queue/classQueue";
import { classShardOption, type ClassShard } from "./part/shardOfClass";

/** What the command line of `class` asks for; files and folders are relative to where the user is. */
export interface ClassOptions {
  readonly submissions: string;
  readonly roster?: string;
  readonly out: string;
  readonly due?: ClassDeadlines;
  /** A table of times. */
  readonly handedIn?: string;
  readonly latePolicy?: string;
  readonly secretSeeds?: string;
  readonly hiddenTests?: string;
  readonly isolation?: IsolationChoice;
  readonly similarity?: true;
  readonly shard?: ClassShard;
  /** Address of a Redis. */
  readonly queue?: string;
  readonly jobs: number;
}

/** Where results go when nobody says; git ignores it. */
export const CLASS_OUT = "reports/class";

/** What the exit code says, for the help. */
export const EXIT_CODES =
  "\nExit code: 0 everybody was graded or is missing, 1 somebody could not be graded, 2 the tool itself could not work.";

/** How the `class` command is called. */
export function classCommand(): Command {
  return new Command("npm run class")
    .usage("LAB -- --submissions DIR [OPTIONS]")
    .description(
      "Grades the submissions of a whole class. Run it again to go on after an interruption, or after a change: what is as it was is not run again.",
    )
    .argument("<lab>", "the lab, such as lab1; all for every lab")
    .requiredOption("--submissions <dir>", "a folder with a folder, repository or archive for each student")
    .option("--roster <file>", "CSV of the students: who is on it and handed in nothing gets a row too")
    .option("--out <dir>", "where results go; also what is kept for the next time", CLASS_OUT)
    .option(
      "--due <time>",
      "say how late each is; a time such as 2026-10-01T23:59:00+02:00, or LAB=TIME, also several times",
      deadlineOption,
    )
    .option(
      "--handed-in <file>",
      "CSV that says when each was handed in: columns username (or as in a roster), time, lab",
    )
    .addOption(latePolicyOption())
    .option("--secret-seeds <file>", "also run the seeds in this file, without showing them")
    .option(
      "--hidden-tests <dir>",
      "also run a teacher's tests in this folder; show only their points and hints",
    )
    .addOption(
      isolationOption("a class always has one, in bubblewrap where that is there, unless you say none"),
    )
    .option("--similarity", "also compare the programs with each other; write the pairs that are alike")
    .option(
      "--shard <number/of>",
      "grade one part of the class, such as 3/8; npm run class merge puts the parts together",
      classShardOption,
    )
    .addOption(queueOption("let npm run class-worker run the tests, which takes work from this Redis"))
    .addOption(jobsOption("processes at a time", 256))
    .addHelpText(
      "after",
      `\nTwo more commands have help of their own: npm run class merge puts parts together,\nnpm run class diff compares two gradings.\n${EXIT_CODES}`,
    );
}
