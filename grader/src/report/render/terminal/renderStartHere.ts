import type { ChalkInstance } from "chalk";
import { quotedBehind } from "toolkit/text/quote";
import type { GradeReport, TestReport } from "../../GradeReport";
import type { SubmissionSource } from "../../source/SubmissionSource";
import { placeOfReportFailure, renderReportFailure, type MostOfFailure } from "../renderReportFailure";
import { SCREEN_COLUMNS, screenRows } from "../screenRows";

/** How much of the failure to start with is shown, from much to little, until it fits; `--explain` shows all. */
const MOST: readonly [MostOfFailure, ...MostOfFailure[]] = [
  { lines: 8, faults: Infinity, details: 8, characters: 400, detail: 400 },
  { lines: 6, faults: Infinity, details: 6, characters: 300, detail: 300 },
  { lines: 4, faults: 4, details: 5, characters: 190, detail: 200 },
  { lines: 4, faults: 3, details: 4, characters: 190, detail: 200 },
  { lines: 3, faults: 2, details: 3, characters: 190, detail: 200 },
  { lines: 3, faults: 1, details: 3, characters: 95, detail: 195 },
];
const LEAST = MOST.at(-1) ?? MOST[0];
/** Lines that other failures get in any case. */
const LEAST_OTHERS = 3;

/** How failures are shown. */
export interface StartHereOptions {
  readonly paint: ChalkInstance;
  /** Where the report's files are: "reports/lab1". */
  readonly folder: string;
  readonly source: SubmissionSource | undefined;
  /** What shows the other failures in full: "npm run grade lab1 --", with what chose the submission. */
  readonly command: string;
  /** Rows of the screen that are left for all failures, blank lines between them included. */
  readonly rows: number;
}

/**
 * The failure to look at first, and a line for each of the others, as far as there is room; those that fail alike are
 * named beside the first of them.
 *
 * @param groups tests that failed, those that fail alike together, in the order in which to look at them
 */
export function renderStartHere(
  groups: readonly (readonly TestReport[])[],
  { paint, folder, source, command, rows }: StartHereOptions,
): string[] {
  const [[root, ...alike] = [], ...others] = groups;
  const { failure } = root ?? {};
  if (root === undefined || failure === undefined) return [];
  const show = (most?: MostOfFailure): string =>
    renderReportFailure(root.name, failure, {
      paint,
      folder,
      source,
      ...(most === undefined ? {} : { most }),
    });
  const next = alike[0] ?? others[0]?.[0];
  if (next === undefined) {
    const whole = show();
    if (screenRows(whole) <= rows) return [whole];
    const cut = MOST.map(show).find((text) => screenRows(text) < rows) ?? show(LEAST);
    return [cut === whole ? whole : `${cut}\n  in full   ${command} --explain ${root.name}`];
  }
  const like = alike.length === 0 ? [] : [`${inWords("Fail", alike)} alike: ${namesOf(alike)}`];
  const how = `In full: ${command} --explain ${next.name}`;
  // Blank lines, "Start here:", "Fail too:" and the command.
  const fixed = 5 + like.reduce((sum, line) => sum + screenRows(line), 0);
  const left = (shown: string): number => rows - fixed - screenRows(shown);
  const shown =
    MOST.map(show).find((text) => left(text) >= Math.min(others.length, LEAST_OTHERS)) ?? show(LEAST);
  return [
    `${paint.bold("Start here:")}\n${shown}`,
    [...like, ...linesOfOthers(others, Math.max(LEAST_OTHERS, left(shown)), { paint, source }), how].join(
      "\n",
    ),
  ];
}

/** A line for each group of failures; of more than there is room for, the names. */
function linesOfOthers(
  groups: readonly (readonly TestReport[])[],
  room: number,
  { paint, source }: Pick<StartHereOptions, "paint" | "source">,
): string[] {
  if (groups.length === 0) return [];
  const shown = groups.length <= room ? groups : groups.slice(0, room - 1);
  const rest = groups.slice(shown.length).flat();
  return [
    `${inWords("Fail", groups.flat())} too:`,
    ...shown.map(([first, ...alike]) => {
      if (first === undefined) return "";
      const also = alike.length === 0 ? "" : ` (so do ${String(alike.length)} more)`;
      return `  ${paint.red("✗")} ${first.name}${also}: ${oneLineOfFailure(first, also.length, source)}`;
    }),
    ...(rest.length === 0 ? [] : [`  … and ${namesOf(rest)}`]),
  ];
}

/** What went wrong, in one line of the screen. */
function oneLineOfFailure(
  { name, failure }: TestReport,
  used: number,
  source: SubmissionSource | undefined,
): string {
  if (failure === undefined) return "";
  const [first = ""] = failure.message.split("\n");
  const where = placeOfReportFailure(failure, source);
  const at = where === undefined || first.includes(where) ? "" : ` (${where})`;
  const room = SCREEN_COLUMNS - 6 - name.length - used - at.length;
  const cut = first.length > room ? `${first.slice(0, Math.max(0, room - 1))}…` : first;
  return `${quotedBehind(cut, 4)}${at}`;
}

function inWords(verb: string, tests: readonly TestReport[]): string {
  return tests.length === 1 ? `${verb}s` : verb;
}

function namesOf(tests: readonly TestReport[]): string {
  return tests.map(({ name }) => name).join(", ");
}

/** The command that shows a failure of a report in full, but for the test's name. */
export function explainCommandOf({ lab }: Pick<GradeReport, "lab">, flags: string): string {
  return `npm run grade ${lab} --${flags}`;
}
