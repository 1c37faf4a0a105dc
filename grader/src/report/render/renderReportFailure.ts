import type { ChalkInstance } from "chalk";
import { withShortIds } from "labrpc/reporting";
import { quotedAlone, quotedBehind, quotedBelow } from "toolkit/text/quote";
import { cutText } from "toolkit/text/studentText";
import { isEndlessWait } from "../order/isEndlessWait";
import { placeOfMistake, type PlacedFailure } from "../source/placeOfMistake";
import { sourceFrame } from "../source/sourceFrame";
import type { SubmissionSource } from "../source/SubmissionSource";
import type { TestFailure, FailureFields } from "../testFailure";
import { shorterDetail } from "./shorterDetail";

/** Where the files of a report are, for commands and links: "reports/lab1". */
export type ReportFolder = string;

/** How a failure is shown. */
export interface RenderFailureOptions {
  readonly paint: ChalkInstance;
  readonly folder: ReportFolder;
  /** The code that failed: its lines are shown, and places lead to where it lies. Default: places alone. */
  readonly source?: SubmissionSource | undefined;
  /** Default: all that there is. */
  readonly most?: MostOfFailure;
}

/** How much of a failure is shown. */
export interface MostOfFailure {
  /** Events and printed lines: of more, the last ones. */
  readonly lines: number;
  /** Faults of each list in the cause: of more, the first ones. */
  readonly faults: number;
  /** Details: of more, the first ones. */
  readonly details: number;
  /** Characters of an event or a printed line. */
  readonly characters: number;
  /** Characters of a detail, whose end tells as much as its beginning. */
  readonly detail: number;
}

const ALL: MostOfFailure = {
  lines: Infinity,
  faults: Infinity,
  details: Infinity,
  characters: Infinity,
  detail: Infinity,
};

/** Why a test failed, as a terminal shows it. */
export function renderReportFailure(
  name: string,
  failure: TestFailure,
  { paint, folder, source, most = ALL }: RenderFailureOptions,
): string {
  const { message, hint, replay, seed } = failure;
  const { expected, got, host, cause = [], reasons = [], replayCause, picture }: FailureFields = failure;
  const { state, twin }: FailureFields = failure;
  const where = placeOfReportFailure(failure, source);
  const withPaths = (text: string): string => source?.withPaths(text) ?? text;
  // Ids are what makes lines long, and nobody compares them beyond their beginnings.
  const cut = (text: string): string => cutText(withShortIds(text), most.characters);
  return [
    paint.red.bold(`✗ ${name}`) + `:${quotedBelow(withPaths(message), 2)}`,
    // As compilers do it; editors take the two lines together.
    ...(where === undefined ? [] : [`  at        ${where}`]),
    ...frameOfReportFailure(failure, source).map((line) => paint.dim(`            ${line}`)),
    ...(expected === undefined ? [] : [`  expected  ${quotedBehind(expected, 12)}`]),
    ...(got === undefined ? [] : [`  got       ${quotedBehind(got, 12)}`]),
    ...(host === undefined ? [] : [`  on        ${host}`]),
    `  seed      ${String(seed)}`,
    ...reportFailureBlockLines(paint.yellow("cause     "), causeWithFewFaults(cause, most.faults)),
    ...(state === undefined ? [] : [`  inside    ${quotedBehind(state, 12)}`]),
    ...(twin === undefined ? [] : [`  twin      ${quotedBehind(twin, 12)}`]),
    ...reportFailureBlockLines("why not   ", reasons),
    ...reportFailureListLines(
      "details",
      failure.details.map((text) => shorterDetail(withShortIds(withPaths(text)), most.detail)),
      {
        most: most.details,
        first: true,
      },
    ),
    // Of a run that got stuck, these are the events around that moment, and what comes after is repeated.
    ...reportFailureListLines("the last events", failure.lastEvents.map(cut), {
      most: most.lines,
      first: isEndlessWait(failure),
    }),
    ...reportFailureListLines("printed", failure.console.map(cut), { most: most.lines }),
    ...(hint === undefined ? [] : [`  ${paint.cyan("hint")}      ${withPaths(hint)}`]),
    `  ${paint.cyan("replay")}    ${replay}`,
    ...(replayCause === undefined ? [] : [`  ${paint.cyan("minimal")}   ${replayCause}`]),
    ...(picture === undefined ? [] : [`  ${paint.cyan("picture")}   ${folder}/${picture}`]),
  ].join("\n");
}

/** "FILE:LINE:COLUMN", which editors turn into a link; with a source, relative to where the user is. */
export function placeOfReportFailure(failure: FailureFields, source?: SubmissionSource): string | undefined {
  const { file, line, column } = placeOfMistake(failure) ?? failure;
  if (file === undefined) return undefined;
  const path = source === undefined || source.lines(file) === undefined ? file : source.path(file);
  return [path, line, column].filter((part) => part !== undefined).join(":");
}

/** The line of a failure and those around it; nothing without a source, or where it has no such line. */
export function frameOfReportFailure(failure: PlacedFailure, source: SubmissionSource | undefined): string[] {
  const place = placeOfMistake(failure);
  return source === undefined || place === undefined ? [] : sourceFrame(source, place);
}

/** A cause with many faults: of each list the first ones. */
function causeWithFewFaults(cause: readonly string[], most: number): string[] {
  let listed = 0;
  return cause.flatMap((line) => {
    listed = line.startsWith("- ") ? listed + 1 : 0;
    if (listed <= most) return [line];
    return listed === most + 1 ? ["- …"] : [];
  });
}

function reportFailureBlockLines(title: string, lines: readonly string[]): string[] {
  return lines.map((line, index) =>
    index === 0 ? `  ${title}${quotedBehind(line, 12)}` : quotedAlone(line, 12),
  );
}

function reportFailureListLines(
  title: string,
  lines: readonly string[],
  { most = Infinity, first = false }: { most?: number; first?: boolean } = {},
): string[] {
  if (lines.length === 0) return [];
  const left = Math.max(0, lines.length - most);
  const shown = first ? lines.slice(0, lines.length - left) : lines.slice(left);
  const note = left === 0 ? "" : `, ${String(left)} ${first ? "after" : "before"} them left out`;
  return [`  ${title}${note}:`, ...shown.map((line) => quotedAlone(line, 4))];
}
