import { Command } from "commander";
import { resolve } from "node:path";
import { EXIT } from "toolkit/cli/EXIT";
import { executeCommand } from "toolkit/cli/executeCommand";
import { jobsOption } from "toolkit/cli/options/jobsOption";
import { namesOption } from "toolkit/cli/options/namesOption";
import { labNames, readLab } from "toolkit/labs/readLab";
import { isolationOption } from "../grade/GradeOptions";
import { gradingIsolation, type IsolationChoice } from "../grade/gradingIsolation";
import type { GradeContext } from "../grade/GradeContext";
import { hasHiddenTests, withHiddenTests } from "../labs/withHiddenTests";
import { queueOption, shownQueue } from "./queue/classQueue";
import { serveClassQueue } from "./queue/serveClassQueue";

interface ClassWorkerOptions {
  readonly queue: string;
  readonly labs?: readonly string[];
  readonly hiddenTests?: string;
  readonly isolation?: IsolationChoice;
  readonly jobs: number;
}

/** The `class-worker` command: runs tests for `class --queue`, until it is interrupted; what is under way is finished first. */
export async function runClassWorkerCommand(args: readonly string[], context: GradeContext): Promise<number> {
  const command = new Command("npm run class-worker")
    .usage("-- --queue URL [OPTIONS]")
    .description("Runs tests for npm run class --queue, on as many machines as you like. Ctrl-C ends it.")
    .addOption(queueOption("the Redis that the work comes from").makeOptionMandatory())
    .option("--labs <names>", "these labs, comma-separated; by default all", namesOption)
    .option("--hidden-tests <dir>", "a teacher's tests, if npm run class has them")
    .addOption(isolationOption())
    .addOption(jobsOption("processes at a time, for each lab", 256));
  return executeCommand(command, args, context, async () => {
    const { queue: url, labs: asked, hiddenTests, jobs, isolation } = command.opts<ClassWorkerOptions>();
    const { root, cwd, print, printError, signal } = context;
    const told = new Set<string>();
    const services = (asked ?? labNames(root)).map((name) => {
      const has = hiddenTests !== undefined && hasHiddenTests(resolve(cwd, hiddenTests), name);
      const lab = withHiddenTests(
        readLab(root, name),
        { watch: false, ...(has ? { hiddenTests } : {}) },
        context,
      );
      return serveClassQueue({
        url,
        lab,
        isolation: gradingIsolation(lab, isolation, { hasSecrets: has, isClass: true }),
        jobs,
        onDone: (tests, ms) => {
          print(`${name}: ${String(tests)} tests of a submission in ${(ms / 1000).toFixed(1)} s\n`);
        },
        onProblem: (message) => {
          // A Redis that is away says so many times a second.
          if (!told.has(message)) printError(`${name}: ${message}\n`);
          told.add(message);
        },
      });
    });
    print(`Waiting for work from ${shownQueue(url)}; Ctrl-C ends.\n`);
    await new Promise<void>((end) => {
      if (signal?.aborted === true) end();
      signal?.addEventListener("abort", () => {
        end();
      });
    });
    print("Finishing what is under way.\n");
    await Promise.all(services.map(({ close }) => close()));
    return EXIT.fullMarks;
  });
}
