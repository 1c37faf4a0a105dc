import { writeFileSync } from "node:fs";
import Table from "cli-table3";
import { Command, CommanderError } from "commander";
import { wholeNumberOption } from "toolkit/cli/wholeNumberOption";
import { benchChecker } from "./groups/benchChecker";
import { benchCorpus } from "./groups/benchCorpus";
import type { BenchOptions, BenchFigure, BenchGroup } from "./measure/BenchFigure";
import { benchGrade } from "./groups/benchGrade";
import { benchLab2 } from "./groups/benchLab2";
import { benchLab3 } from "./groups/benchLab3";
import { benchLab4 } from "./groups/benchLab4";
import { benchLab5 } from "./groups/benchLab5";
import { benchLabrpc } from "./groups/benchLabrpc";

const GROUPS: Record<string, BenchGroup> = {
  labrpc: benchLabrpc,
  grade: benchGrade,
  lab2: benchLab2,
  lab3: benchLab3,
  lab4: benchLab4,
  lab5: benchLab5,
  checker: benchChecker,
  corpus: benchCorpus,
};

/** Runs `npm run bench` in this process and sets its exit code: 0 measured, 2 could not. */
export function runBench(): void {
  const command = new Command("npm run bench --")
    .description("Measures the kit's figures: medians of several rounds, in a fresh process each.")
    .argument("[groups...]", `groups to run, of: ${Object.keys(GROUPS).join(", ")} (default: all)`)
    .option("--json <file>", "also writes the figures to a file")
    .option(
      "--runs <number>",
      "how often real systems are measured (default: lab3 10, lab4 20, lab5 5)",
      wholeNumberOption(1),
    )
    .exitOverride()
    .action(async (names: string[], options: BenchOptions & { json?: string }) => {
      await measureBenchFigures(names.length === 0 ? Object.keys(GROUPS) : names, options);
    });
  command.parseAsync().catch((error: unknown) => {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : 2;
      return;
    }
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  });
}

async function measureBenchFigures(
  names: readonly string[],
  options: BenchOptions & { json?: string },
): Promise<void> {
  const { json } = options;
  const groups = names.map((name) => {
    const group = Object.hasOwn(GROUPS, name) ? GROUPS[name] : undefined;
    if (group === undefined) {
      throw new Error(`expected a group of ${Object.keys(GROUPS).join(", ")}; got ${JSON.stringify(name)}`);
    }
    return group;
  });
  const figures: BenchFigure[] = [];
  for (const group of groups) {
    figures.push(...(await group((what) => process.stderr.write(`measuring: ${what}\n`), options)));
  }
  process.stdout.write(`${renderBenchFigures(figures)}\n`);
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(figures, null, 2)}\n`);
}

function renderBenchFigures(figures: readonly BenchFigure[]): string {
  const table = new Table({
    head: ["figure", "measured", "target", "for comparison"],
    style: { head: [], border: [] },
  });
  for (const { name, value, unit, better, target, comparison } of figures) {
    const sign = better === "lower" ? "≤" : "≥";
    const reached = better === "lower" ? value <= target : value >= target;
    const shown = Number.isInteger(value) ? String(value) : value.toPrecision(3);
    table.push([
      name,
      `${reached ? "✓" : "✗"} ${shown} ${unit}`,
      `${sign} ${String(target)} ${unit}`,
      comparison ?? "",
    ]);
  }
  return table.toString();
}
