import { Command } from "commander";
import { spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { EXIT } from "toolkit/cli/EXIT";
import { executeCommand } from "toolkit/cli/executeCommand";
import { nearest } from "toolkit/cli/nearest";
import { processContext } from "toolkit/cli/processContext";
import type { CommandContext } from "toolkit/cli/CommandContext";
import { ToolError } from "toolkit/cli/ToolError";
import { whole } from "toolkit/cli/whole";
import { longestFirst } from "./unit/longestFirst";
import { suitesOf } from "./unit/testFiles";
import { TestTimes } from "./unit/TestTimes";

interface UnitArguments {
  jobs: number;
}

/** One process more than there are cores: tests of real processes wait more than they work. */
const JOBS = availableParallelism() + 1;

/** The `unit` command: all unit tests in a few processes, with coverage; or those below some places, without. */
export async function unit(args: readonly string[], context: CommandContext): Promise<number> {
  const { root } = context;
  const command = new Command("npm run unit")
    .usage("[PLACE…] [-- OPTIONS]")
    .description("Runs the unit tests of all packages, the files that take longest first.")
    .argument("[places...]", "folders or files (default: everything, with coverage)")
    .option("--jobs <count>", "processes at a time", whole(1), JOBS);
  return executeCommand(command, args, context, () => {
    const { jobs } = command.opts<UnitArguments>();
    const files = chosen(
      suitesOf(root).flatMap((suite) => suite.files),
      command.args,
    );
    const mocha = [
      join(root, "node_modules/mocha/bin/mocha.js"),
      ...["--require", join(root, "tests/support/ownCoverage.js")],
      ...["--require", join(root, "tests/support/testTimes.js")],
      // Mocha's processes run one file after the other, and take them in the order given.
      ...["--parallel", "--jobs", String(jobs)],
      ...longestFirst(root, files, new TestTimes(root)),
    ];
    const measure =
      command.args.length > 0 ? [] : [join(root, "node_modules/c8/bin/c8.js"), process.execPath];
    const { status } = spawnSync(process.execPath, [...measure, ...mocha], { cwd: root, stdio: "inherit" });
    return Promise.resolve(status === 0 ? EXIT.fullMarks : EXIT.lessThanFullMarks);
  });
}

/** The files at or below these places; all when there is none. */
function chosen(files: readonly string[], places: readonly string[]): string[] {
  const wanted = places.map((place) => place.replaceAll("\\", "/").replace(/^\.\/|\/+$/g, ""));
  for (const place of wanted)
    if (!files.some((file) => isAt(file, place))) {
      const folders = [...new Set(files.map((file) => file.split("/tests/")[0] ?? ""))];
      throw new ToolError(
        `expected a folder or a file with unit tests, got ${JSON.stringify(place)}${nearest(place, folders)}`,
      );
    }
  return files.filter((file) => wanted.length === 0 || wanted.some((place) => isAt(file, place)));
}

function isAt(file: string, place: string): boolean {
  return file === place || file.startsWith(`${place}/`);
}

if (require.main === module) {
  void unit(process.argv.slice(2), processContext()).then((code) => {
    process.exitCode = code;
  });
}
