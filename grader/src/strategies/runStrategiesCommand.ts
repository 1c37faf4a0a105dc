import { Command } from "commander";
import { join } from "node:path";
import { readCorpus, type CorpusSpecimen } from "../corpus/readCorpus";
import { exploreDuration } from "../explore/search/exploreDuration";
import { smallScenariosOf } from "../replay/smallScenariosOf";
import { jobsOption } from "toolkit/cli/options/jobsOption";
import { executeCommand } from "toolkit/cli/executeCommand";
import { EXIT } from "toolkit/cli/EXIT";
import { namesOption } from "toolkit/cli/options/namesOption";
import { wholeNumberOption } from "toolkit/cli/options/wholeNumberOption";
import { nearestName } from "toolkit/cli/nearestName";
import { labNames, readLab } from "toolkit/labs/readLab";
import { exploreProgressBar } from "toolkit/cli/ProgressBar";
import type { CommandContext } from "toolkit/cli/CommandContext";
import { ToolError } from "toolkit/cli/ToolError";
import { measureStrategies } from "./measureStrategies";
import { renderStrategies } from "./renderStrategies";
import type { StrategyRow } from "./StrategyRow";
import { writeMeasuredStrategies } from "./strategiesPage";

interface StrategiesArguments {
  readonly labs?: readonly string[];
  readonly only?: readonly string[];
  readonly seeds: number;
  readonly rareSeeds: number;
  readonly rightSeeds: number;
  readonly orders: number;
  readonly depth: number;
  readonly losses: number;
  readonly for?: number;
  readonly jobs: number;
  readonly write: boolean;
}

/**
 * The `strategies` command: which strategy finds which chaff within how many runs. Prints a table, and writes it
 * into docs/strategies.md when asked to. Exit code 0 when everything was measured, 1 when the time was up before,
 * 2 when the tool could not work.
 */
export async function runStrategiesCommand(
  args: readonly string[],
  context: CommandContext,
): Promise<number> {
  const { root, print, printError } = context;
  const command = new Command("npm run strategies")
    .usage("[-- OPTIONS]")
    .description("Measures which strategy of `explore` finds which chaff, within how many runs.")
    .option("--labs <names>", "these labs, comma-separated; default: all", namesOption)
    .option("--only <names>", "only these specimens or kinds, comma-separated", namesOption)
    .option(
      "--seeds <count>",
      "at most this many seeds of a chaff's test",
      wholeNumberOption(1, 1_000_000),
      200,
    )
    .option(
      "--rare-seeds <count>",
      "at most this many seeds of a rare mistake's test",
      wholeNumberOption(1, 1_000_000),
      1_000,
    )
    .option(
      "--right-seeds <count>",
      "this many seeds of each test for correct submissions",
      wholeNumberOption(1, 1_000_000),
      10,
    )
    .option(
      "--orders <count>",
      "at most this many orders of each small scenario",
      wholeNumberOption(1, 1_000_000),
      500,
    )
    .option("--depth <number>", "of pct", wholeNumberOption(1, 100), 3)
    .option("--losses <count>", "of the exhaustive search", wholeNumberOption(0, 100), 1)
    .option("--for <time>", "real time after which the rest is left out, such as 10m", exploreDuration)
    .addOption(jobsOption("processes at a time", 256))
    .option("--write", "put the table into docs/strategies.md", false);
  return executeCommand(command, args, context, async () => {
    const options = command.opts<StrategiesArguments>();
    const timer = new AbortController();
    const timeout = options.for === undefined ? undefined : setTimeout(() => timer.abort(), options.for);
    const signals = [timer.signal, ...(context.signal === undefined ? [] : [context.signal])];
    const signal = AbortSignal.any(signals);
    const bar = exploreProgressBar(context.terminal, { total: undefined, timeMs: options.for });
    const rows: StrategyRow[] = [];
    let wanted = 0;
    try {
      const chosen = (options.labs ?? labNames(root)).map((name) => {
        const lab = readLab(root, name);
        return { lab, scenarios: smallScenariosOf(lab), all: specimensToMeasure(readCorpus(root, lab)) };
      });
      checkSpecimenNames(
        options.only,
        chosen.flatMap(({ all }) => all),
      );
      for (const { lab, scenarios, all } of chosen) {
        const specimens = all.filter(
          ({ name, kind }) =>
            options.only === undefined || options.only.includes(name) || options.only.includes(kind),
        );
        wanted += specimens.length;
        const onJob = (): void => {
          bar.runs(1, false);
        };
        rows.push(
          ...(await measureStrategies(root, { lab, specimens, scenarios }, { ...options, signal, onJob })),
        );
      }
    } finally {
      clearTimeout(timeout);
      bar.stop();
    }
    const text = renderStrategies(rows, options);
    print(`${text}\n`);
    if (options.write) writeMeasuredStrategies(join(root, "docs", "strategies.md"), text);
    if (rows.length === wanted) return EXIT.fullMarks;
    printError(
      `the time was up: ${String(wanted - rows.length)} of ${String(wanted)} submissions are left out\n`,
    );
    return EXIT.lessThanFullMarks;
  });
}

/** The skeleton is neither right nor wrong. */
function specimensToMeasure(all: readonly CorpusSpecimen[]): CorpusSpecimen[] {
  return all.filter(({ kind }) => kind !== "skeleton");
}

function checkSpecimenNames(only: readonly string[] | undefined, all: readonly CorpusSpecimen[]): void {
  const known = [...new Set(all.flatMap(({ name, kind }) => [name, kind]))];
  for (const name of only ?? []) {
    if (!known.includes(name))
      throw new ToolError(
        `expected a specimen (${known.join(", ")}), got ${name}${nearestName(name, known)}`,
      );
  }
}
