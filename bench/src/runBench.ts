import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { Command } from "commander";
import { EXIT } from "toolkit/cli/EXIT";
import { executeCommand } from "toolkit/cli/executeCommand";
import { ToolError } from "toolkit/cli/ToolError";
import { wholeNumberOption } from "toolkit/cli/options/wholeNumberOption";
import type { CommandContext } from "toolkit/cli/CommandContext";
import type { ComparedBenchFigure } from "./against/BenchComparison";
import { runBenchAgainst } from "./against/runBenchAgainst";
import { BENCH_GROUPS, chosenBenchGroups } from "./benchGroups";
import { describeBenchBusyness, measureBenchBusyness } from "./measure/benchBusyness";
import type { BenchFigure, BenchOptions } from "./measure/BenchFigure";
import { keptBenchFile, KeptBenchFigures } from "./measure/KeptBenchFigures";
import { renderBenchFigure } from "./measure/renderBenchFigure";

interface BenchArguments extends BenchOptions {
  readonly json?: string;
  readonly against?: string;
  readonly rounds?: number;
}

const ROUNDS = 3;

/** The `bench` command. Exit code: 0 measured, 2 could not. What is found is printed and kept as it comes. */
export async function runBench(args: readonly string[], context: CommandContext): Promise<number> {
  const command = new Command("npm run bench")
    .usage("[GROUP…] [-- OPTIONS]")
    .description("Measures the kit's figures: medians of several rounds, in a fresh process each.")
    .argument(
      "[groups...]",
      `groups to run, of: ${Object.keys(BENCH_GROUPS).join(", ")} (default: all; with --against: runs)`,
    )
    .option("--json <file>", "also writes the figures to a file")
    .option(
      "--runs <number>",
      "how often real systems are measured (default: lab3 10, lab4 20, lab5 5)",
      wholeNumberOption(1),
    )
    .option("--students <number>", "how large a class is (default: 40)", wholeNumberOption(1))
    .option(
      "--singles <number>",
      "how many of its students are graded one by one, too (default: 40)",
      wholeNumberOption(1),
    )
    .option("--kills <number>", "how often a class is killed (default: 20)", wholeNumberOption(0))
    .option("--against <commit>", "measures this commit and another in turns, and compares them")
    .option(
      "--rounds <number>",
      `how often each of the two is measured (default: ${String(ROUNDS)})`,
      wholeNumberOption(1),
    );
  return executeCommand(command, args, context, async () => {
    const options = command.opts<BenchArguments>();
    if (options.rounds !== undefined && options.against === undefined)
      throw new ToolError("expected --rounds together with --against, got it alone");
    const asked = command.args.length > 0 ? command.args : undefined;
    const names = asked ?? (options.against === undefined ? Object.keys(BENCH_GROUPS) : ["runs"]);
    chosenBenchGroups(names);
    await runBenchGroups(names, options, context);
    return EXIT.fullMarks;
  });
}

async function runBenchGroups(
  names: readonly string[],
  { json, against, rounds = ROUNDS, ...options }: BenchArguments,
  { root, reports = root, cwd, print, printError }: CommandContext,
): Promise<void> {
  const progress = (what: string): void => {
    printError(`measuring: ${what}\n`);
  };
  const before = measureBenchBusyness();
  const busy = describeBenchBusyness(before, "before");
  if (busy !== undefined) printError(`${busy}\n`);
  const about = {
    groups: names,
    node: process.version,
    ...(against === undefined ? {} : { against }),
    machine: before,
  };
  const kept = new KeptBenchFigures<BenchFigure | ComparedBenchFigure>(
    keptBenchFile(reports, new Date()),
    about,
  );
  const sayWhere = (): void => {
    if (kept.figures.length > 0)
      printError(`${String(kept.figures.length)} figures are kept in ${kept.file}\n`);
  };
  // Ctrl-C ends the process at once.
  process.once("exit", sayWhere);
  try {
    if (against !== undefined)
      await runBenchAgainst({
        root,
        against,
        groups: names,
        rounds,
        options,
        keep: (figure) => {
          kept.add(figure);
        },
        print,
        progress,
      });
    else
      for (const { group } of chosenBenchGroups(names))
        for await (const figure of group(progress, options)) {
          kept.add(figure);
          print(`${renderBenchFigure(figure)}\n`);
          if (json !== undefined) writeBenchJson(resolve(cwd, json), kept.figures);
        }
    kept.finish();
    if (json !== undefined) writeBenchJson(resolve(cwd, json), kept.figures);
    const still = describeBenchBusyness(measureBenchBusyness(), "after");
    if (still !== undefined) printError(`${still}\n`);
  } finally {
    process.off("exit", sayWhere);
    sayWhere();
  }
}

/** Throws ToolError when the file cannot be written. */
function writeBenchJson(file: string, figures: readonly BenchFigure[]): void {
  try {
    writeFileSync(file, `${JSON.stringify(figures, null, 2)}\n`);
  } catch (error) {
    throw new ToolError(
      `--json: expected a file that can be written, got ${file}: ${(error as Error).message}`,
    );
  }
}
