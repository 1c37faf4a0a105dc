import type { MeasureOptions } from "./MeasureOptions";
import type { Fared, Row } from "./Row";

type Bounds = Pick<MeasureOptions, "seeds" | "rightSeeds" | "orders" | "depth" | "losses">;

const COLUMNS = ["random", "pct", "exhaustive"] as const;

/** What was measured, as Markdown. */
export function renderStrategies(rows: readonly Row[], bounds: Bounds): string {
  const { seeds, rightSeeds, orders, depth, losses } = bounds;
  const wrong = rows.filter(({ specimen }) => specimen.kind === "chaff");
  const right = rows.filter(({ specimen }) => specimen.kind !== "chaff");
  const labs = [...new Set(rows.map(({ lab }) => lab))];
  return [
    `Runs until the first failure. random and pct (depth ${String(depth)}): seeds 1 to ${String(seeds)} of the first test that must catch the chaff. exhaustive: up to ${orders.toLocaleString("en-US")} orders of each small scenario, one scenario after the other; at most ${losses === 1 ? "one message" : `${String(losses)} messages`} lost.`,
    table(
      ["", ...COLUMNS],
      [
        ...labs.map((lab) =>
          summary(
            `${lab}: found`,
            wrong.filter((row) => row.lab === lab),
          ),
        ),
        ...(labs.length > 1 ? [summary("both: found", wrong)] : []),
        ["median runs where it found", ...COLUMNS.map((column) => median(wrong, column))],
        ["found by this one alone", ...COLUMNS.map((column) => String(alone(wrong, column)))],
      ],
    ),
    "Correct submissions. A failure here would be a false alarm. " +
      `random and pct: ${String(rightSeeds)} seeds of each test.`,
    table(
      ["submission", ...COLUMNS],
      right.map((row) => [`${row.lab} ${row.specimen.name}`, ...COLUMNS.map((column) => cell(row[column]))]),
    ),
    ...labs.flatMap((lab) => [
      `### ${lab}`,
      table(
        ["chaff", "test", ...COLUMNS],
        wrong
          .filter((row) => row.lab === lab)
          .map((row) => [row.specimen.name, row.test ?? "", ...COLUMNS.map((column) => cell(row[column]))]),
      ),
    ]),
  ].join("\n\n");
}

function cell(fared: Fared): string {
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

function summary(title: string, rows: readonly Row[]): string[] {
  const found = (column: (typeof COLUMNS)[number]): number =>
    rows.filter((row) => row[column].kind === "found").length;
  return [title, ...COLUMNS.map((column) => `${String(found(column))} of ${String(rows.length)}`)];
}

function median(rows: readonly Row[], column: (typeof COLUMNS)[number]): string {
  const runs = rows.flatMap(({ [column]: fared }) => (fared.kind === "found" ? [fared.runs] : []));
  const sorted = runs.sort((a, b) => a - b);
  return sorted.length === 0 ? "–" : String(sorted[Math.floor((sorted.length - 1) / 2)]);
}

function alone(rows: readonly Row[], column: (typeof COLUMNS)[number]): number {
  return rows.filter((row) => COLUMNS.every((one) => (row[one].kind === "found") === (one === column)))
    .length;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
