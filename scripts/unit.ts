import { Command } from "commander";
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { EXIT } from "toolkit/cli/EXIT";
import { executeCommand } from "toolkit/cli/executeCommand";
import { nearestName } from "toolkit/cli/nearestName";
import { processContext } from "toolkit/cli/processContext";
import type { CommandContext } from "toolkit/cli/CommandContext";
import { ToolError } from "toolkit/cli/ToolError";
import { wholeNumberOption } from "toolkit/cli/options/wholeNumberOption";
import { longestTestFilesFirst } from "./unit/longestTestFilesFirst";
import { nextShareOfTestFiles, type WeighedTestFile } from "./unit/nextShareOfTestFiles";
import { passAlone } from "./unit/passAlone";
import { runMocha, type FailedFiles } from "./unit/runMocha";
import { unitTestSuites } from "./unit/unitTestFiles";
import { TestTimes } from "./unit/TestTimes";

interface UnitArguments {
  jobs: number;
}

/** One process more than there are cores: tests of real processes wait more than they work. */
const JOBS = availableParallelism() + 1;

/** The `unit` command: all unit tests in a few processes, with coverage; or those below some places, without. */
export async function unit(args: readonly string[], context: CommandContext): Promise<number> {
  const { root, print } = context;
  const command = new Command("npm run unit")
    .usage("[PLACE…] [-- OPTIONS]")
    .description("Runs the unit tests of all packages, the files that take longest first.")
    .argument("[places...]", "folders or files (default: everything, with coverage)")
    .option("--jobs <count>", "processes at a time", wholeNumberOption(1), JOBS);
  return executeCommand(command, args, context, async () => {
    const { jobs } = command.opts<UnitArguments>();
    const everything = unitTestSuites(root).flatMap((suite) => suite.files);
    const queue = longestTestFilesFirst(root, chosenUnitTests(everything, command.args), new TestTimes(root));
    const measured = command.args.length === 0 ? join(root, "coverage/tmp") : undefined;
    if (measured !== undefined) rmSync(measured, { recursive: true, force: true });
    const failures = await runAllUnitTests(root, queue, { jobs, print, measured });
    const isCovered = measured === undefined || isEnoughCoverage(root, measured);
    // Once more at the end, where one looks first: thousands of lines lie between them.
    for (const { told } of failures) print(told);
    const passed =
      failures.length === 0 || (measured !== undefined && (await passAlone(root, failures, print)));
    return passed && isCovered ? EXIT.fullMarks : EXIT.lessThanFullMarks;
  });
}

/** Returns what failed. */
async function runAllUnitTests(
  root: string,
  queue: WeighedTestFile[],
  { jobs, print, measured }: { jobs: number; print: (text: string) => void; measured: string | undefined },
): Promise<FailedFiles[]> {
  const env = { ...process.env, ...(measured === undefined ? {} : { NODE_V8_COVERAGE: measured }) };
  const total = queue.reduce((sum, { ms }) => sum + ms, 0);
  const failures: FailedFiles[] = [];
  const work = async (): Promise<void> => {
    for (
      let share = nextShareOfTestFiles(queue, jobs, total);
      share.length > 0;
      share = nextShareOfTestFiles(queue, jobs, total)
    ) {
      const outcome = await runMocha(root, share, { env, print });
      if (outcome.kind === "failed") failures.push(outcome);
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
  return failures;
}

/** Makes the report of the coverage, and compares it with .c8rc.json. */
function isEnoughCoverage(root: string, measured: string): boolean {
  const c8 = join(root, "node_modules/c8/bin/c8.js");
  const { status } = spawnSync(process.execPath, [c8, "report", "--temp-directory", measured], {
    cwd: root,
    stdio: "inherit",
  });
  return status === 0;
}

/** The files at or below these places; all when there is none. */
function chosenUnitTests(files: readonly string[], places: readonly string[]): string[] {
  const wanted = places.map((place) => place.replaceAll("\\", "/").replace(/^\.\/|\/+$/g, ""));
  for (const place of wanted)
    if (!files.some((file) => isTestAt(file, place))) {
      const folders = [...new Set(files.map((file) => file.split("/tests/")[0] ?? ""))];
      throw new ToolError(
        `expected a folder or a file with unit tests, got ${JSON.stringify(place)}${nearestName(place, folders)}`,
      );
    }
  return files.filter((file) => wanted.length === 0 || wanted.some((place) => isTestAt(file, place)));
}

function isTestAt(file: string, place: string): boolean {
  return file === place || file.startsWith(`${place}/`);
}

if (require.main === module) {
  void unit(process.argv.slice(2), processContext()).then((code) => {
    process.exitCode = code;
  });
}
