import { Chalk, type ChalkInstance } from "chalk";
import Table from "cli-table3";
import type { ScenarioRow, ScenarioTable } from "labrpc/testing";
import { stubText } from "../protocol/stubText";
import { quotedAlone, quotedBehind } from "toolkit/text/quote";

export interface RenderedScenarioTable {
  readonly lab: string;
  /** For each scenario that does not hold, where the picture of it is. */
  readonly pictures: readonly (string | undefined)[];
  readonly color: boolean;
  /** Real time. */
  readonly elapsedMs: number;
}

/** Whether all scenarios hold, and together catch every wrong program. */
export function isFullScenarioTable({ problem, rows, chaffs }: ScenarioTable): boolean {
  const caught = new Set(rows.flatMap((row) => row.caught));
  return (
    problem === undefined &&
    rows.every(({ invalid }) => invalid === undefined) &&
    caught.size === chaffs.length
  );
}

/** What scenarios say of right and wrong programs, as text. */
export function renderScenarioTable(table: ScenarioTable, options: RenderedScenarioTable): string {
  const { lab, color, elapsedMs } = options;
  const paint = new Chalk({ level: color ? 1 : 0 });
  const { problem, rows, wheats, chaffs } = table;
  const head = paint.bold(
    `${lab}: ${count(rows.length, "scenario")}, ${count(wheats, "right program")}, ${count(chaffs.length, "wrong one")}`,
  );
  if (problem !== undefined) return `${head}\n\n${paint.red(`✗ ${quotedBehind(problem, 2)}`)}\n`;
  if (rows.length === 0)
    return `${head}\n\n${lab}/scenarios.ts has no scenarios yet. Start with one that says what the handout promises.\n`;
  const caught = new Set(rows.flatMap((row) => row.caught));
  return [
    head,
    "",
    tableOfScenarios(rows, options, paint),
    ...rows.flatMap((row, index) => whyInvalid(row, index, options, paint)),
    ...rows.flatMap((row, index) => whyOwnFails(row, index, paint)),
    "",
    ...themeLines(table, caught, paint),
    "",
    `Caught: ${String(caught.size)} of ${String(chaffs.length)} (${(elapsedMs / 1_000).toFixed(1)} s)`,
    "",
  ].join("\n");
}

function tableOfScenarios(
  rows: readonly ScenarioRow[],
  { color }: RenderedScenarioTable,
  paint: ChalkInstance,
): string {
  const WIDEST_NAME = 62;
  const table = new Table({
    head: ["#", "Scenario", "Holds", "Catches", "Alone", "Your code"],
    colAligns: ["right", "left", "left", "right", "right", "left"],
    colWidths: [null, Math.min(WIDEST_NAME, 4 + Math.max(...rows.map(({ name }) => name.length), 8))],
    wordWrap: true,
    style: color ? { head: ["bold"], border: ["gray"] } : { head: [], border: [] },
  });
  rows.forEach(({ name, invalid, caught, own }, index) => {
    const others = new Set(rows.flatMap((row, at) => (at === index ? [] : row.caught)));
    const alone = caught.filter((chaff) => !others.has(chaff)).length;
    const judged = invalid === undefined ? [String(caught.length), String(alone)] : ["–", "–"];
    const ofOwn =
      own === undefined ? paint.green("✓") : stubIn(own) ? paint.yellow("not written") : paint.red("✗");
    table.push([
      String(index + 1),
      quotedBehind(name, 0),
      invalid === undefined
        ? paint.green("✓")
        : stubIn(invalid.explanation.message)
          ? paint.yellow("not written")
          : paint.red("✗"),
      ...judged,
      invalid === undefined ? ofOwn : "–",
    ]);
  });
  return table.toString();
}

/** Of the scenario itself: whoever plays in it, it does not come to its end. See playScenario in the harness. */
const OWN_MISTAKE = /^the (?:stage does not know|scenario (?:threw|waits for|goes on|loops))/;

function stubIn(message: string): boolean {
  return stubText({ message, details: [] }) !== undefined;
}

/** Why a right program fails: what the scenario claims is not what the handout promises. */
function whyInvalid(
  { invalid }: ScenarioRow,
  index: number,
  { pictures }: RenderedScenarioTable,
  paint: ChalkInstance,
): string[] {
  if (invalid === undefined || stubIn(invalid.explanation.message)) return [];
  const { explanation } = invalid;
  const { expected, got, history } =
    explanation.kind === "failed" ? explanation : { expected: undefined, got: undefined, history: undefined };
  return [
    "",
    `${paint.red("✗")} Scenario ${String(index + 1)} counts for nothing: ${OWN_MISTAKE.test(explanation.message) ? "it cannot be played to its end, with any program." : "a right program fails it, so it claims what the handout does not promise."}`,
    `  ${quotedBehind(explanation.message, 2)}`,
    ...(expected === undefined ? [] : [`  expected  ${quotedBehind(expected, 12)}`]),
    ...(got === undefined ? [] : [`  got       ${quotedBehind(got, 12)}`]),
    ...(history?.reasons ?? []).map((reason) => quotedAlone(`- ${reason}`, 2)),
    ...(explanation.cause ?? []).map((sentence) => quotedAlone(sentence, 2)),
    ...explanation.lastEvents.map((event) => paint.dim(quotedAlone(event, 4))),
    ...(pictures[index] === undefined ? [] : [`  ${paint.cyan("picture:")} ${pictures[index]}`]),
  ];
}

function whyOwnFails({ own }: ScenarioRow, index: number, paint: ChalkInstance): string[] {
  if (own === undefined || stubIn(own)) return [];
  return [
    "",
    `${paint.yellow("!")} Your own code fails scenario ${String(index + 1)}: ${quotedBehind(own, 2)}`,
  ];
}

/** What is caught of each theme; and a nudge towards the first theme that nobody tests, or not wholly. */
function themeLines(
  { themes, chaffs, rows }: ScenarioTable,
  caught: ReadonlySet<number>,
  paint: ChalkInstance,
): string[] {
  const ofThemes = themes.map(({ theme, title, nudge }) => {
    const all = chaffs.flatMap((chaff, index) => (chaff.theme === theme ? [index] : []));
    return { title, nudge, all: all.length, caught: all.filter((index) => caught.has(index)).length };
  });
  const shown = ofThemes.filter(({ all }) => all > 0);
  const widest = Math.max(0, ...shown.map(({ title }) => title.length));
  const next = shown.find((one) => one.caught === 0) ?? shown.find((one) => one.caught < one.all);
  const valid = rows.some(({ invalid }) => invalid === undefined);
  return [
    ...shown.map(
      (one) =>
        `  ${one.caught === one.all ? paint.green("✓") : paint.dim("·")} ${one.title.padEnd(widest)}  ${String(one.caught)} of ${String(one.all)}`,
    ),
    ...(next === undefined || !valid ? [] : ["", `${paint.cyan("Next:")} ${next.title}. ${next.nudge}`]),
  ];
}

function count(number: number, what: string): string {
  return `${String(number)} ${what}${number === 1 ? "" : "s"}`;
}
