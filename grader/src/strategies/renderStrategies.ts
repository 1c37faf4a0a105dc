import { isRightSpecimen } from "../corpus/readCorpus";
import type { MeasureStrategiesOptions } from "./MeasureStrategiesOptions";
import type { StrategyFared, StrategyRow } from "./StrategyRow";

type Bounds = Pick<
  MeasureStrategiesOptions,
  "seeds" | "rareSeeds" | "rightSeeds" | "orders" | "depth" | "losses"
>;

const COLUMNS = ["random", "pct", "pos", "exhaustive"] as const;

/** What was measured, as Markdown. */
export function renderStrategies(rows: readonly StrategyRow[], bounds: Bounds): string {
  const { seeds, rareSeeds, rightSeeds, orders, depth, losses } = bounds;
  const wrong = rows.filter(({ specimen }) => specimen.kind === "chaff");
  const rare = rows.filter(({ specimen }) => specimen.kind === "rare");
  const right = rows.filter(({ specimen }) => isRightSpecimen(specimen));
  const labs = [...new Set(rows.map(({ lab }) => lab))];
  return [
    `Runs until the first failure. random, pct (depth ${String(depth)}) and pos: seeds 1 to ${String(seeds)} of the first test that must catch the chaff. exhaustive: up to ${orders.toLocaleString("en-US")} orders of each small scenario, one scenario after the other; at most ${losses === 1 ? "one message" : `${String(losses)} messages`} lost.`,
    strategiesTable(
      ["", ...COLUMNS],
      [
        ...labs.map((lab) =>
          strategiesSummary(
            `${lab}: found`,
            wrong.filter((row) => row.lab === lab),
          ),
        ),
        ...(labs.length > 1 ? [strategiesSummary("all labs: found", wrong)] : []),
        ["median runs where it found", ...COLUMNS.map((column) => medianRunsOfStrategy(wrong, column))],
        ["found by this one alone", ...COLUMNS.map((column) => String(foundByStrategyAlone(wrong, column)))],
      ],
    ),
    ...(rare.length === 0
      ? []
      : [
          `Rare mistakes, in at most ${rareSeeds.toLocaleString("en-US")} seeds of the test that can show them, and in the same small scenarios.`,
          strategiesTable(
            ["", ...COLUMNS],
            [
              strategiesSummary("found", rare),
              ["median runs where it found", ...COLUMNS.map((column) => medianRunsOfStrategy(rare, column))],
              [
                "found by this one alone",
                ...COLUMNS.map((column) => String(foundByStrategyAlone(rare, column))),
              ],
            ],
          ),
          strategiesTable(
            ["rare mistake", "test", ...COLUMNS],
            rare.map((row) => [`${row.lab} ${row.specimen.name}`, ...cellsOfRow(row)]),
          ),
        ]),
    "Correct submissions. A failure here would be a false alarm. " +
      `random, pct and pos: ${String(rightSeeds)} seeds of each test.`,
    strategiesTable(
      ["submission", ...COLUMNS],
      right.map((row) => [
        `${row.lab} ${row.specimen.name}`,
        ...COLUMNS.map((column) => strategyCell(row[column])),
      ]),
    ),
    ...labs.flatMap((lab) => [
      `### ${lab}`,
      strategiesTable(
        ["chaff", "test", ...COLUMNS],
        wrong.filter((row) => row.lab === lab).map((row) => [row.specimen.name, ...cellsOfRow(row)]),
      ),
    ]),
  ].join("\n\n");
}

/** The test, and how each strategy fared. */
function cellsOfRow(row: StrategyRow): string[] {
  return [row.test ?? "", ...COLUMNS.map((column) => strategyCell(row[column]))];
}

function strategyCell(fared: StrategyFared): string {
  switch (fared.kind) {
    case "found":
      return fared.runs.toLocaleString("en-US");
    case "nothing":
      return fared.all
        ? `none in all ${fared.runs.toLocaleString("en-US")}`
        : `none in ${fared.runs.toLocaleString("en-US")}`;
    case "not-applicable":
      return "–";
  }
}

function strategiesSummary(title: string, rows: readonly StrategyRow[]): string[] {
  const found = (column: (typeof COLUMNS)[number]): number =>
    rows.filter((row) => row[column].kind === "found").length;
  return [title, ...COLUMNS.map((column) => `${String(found(column))} of ${String(rows.length)}`)];
}

function medianRunsOfStrategy(rows: readonly StrategyRow[], column: (typeof COLUMNS)[number]): string {
  const runs = rows.flatMap(({ [column]: fared }) => (fared.kind === "found" ? [fared.runs] : []));
  const sorted = runs.sort((a, b) => a - b);
  return sorted.length === 0 ? "–" : String(sorted[Math.floor((sorted.length - 1) / 2)]);
}

function foundByStrategyAlone(rows: readonly StrategyRow[], column: (typeof COLUMNS)[number]): number {
  return rows.filter((row) => COLUMNS.every((one) => (row[one].kind === "found") === (one === column)))
    .length;
}

function strategiesTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
