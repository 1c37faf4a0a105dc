import type { ChalkInstance } from "chalk";
import type { TestFailure, FailureFields } from "../testFailure";
import { quotedAlone, quotedBehind, quotedBelow } from "toolkit/text/quote";

/** Where the files of a report are, for commands and links: "reports/lab1". */
export type ReportFolder = string;

/** Why a test failed, as a terminal shows it. */
export function renderReportFailure(
  name: string,
  failure: TestFailure,
  { paint, folder }: { paint: ChalkInstance; folder: ReportFolder },
): string {
  const { message, hint, replay, seed } = failure;
  const { expected, got, host, cause = [], reasons = [], replayCause, picture }: FailureFields = failure;
  const where = placeOfReportFailure(failure);
  return [
    paint.red.bold(`✗ ${name}`) + `:${quotedBelow(message, 2)}`,
    ...(expected === undefined ? [] : [`  expected  ${quotedBehind(expected, 12)}`]),
    ...(got === undefined ? [] : [`  got       ${quotedBehind(got, 12)}`]),
    ...(where === undefined ? [] : [`  at        ${where}`]),
    ...(host === undefined ? [] : [`  on        ${host}`]),
    `  seed      ${String(seed)}`,
    ...reportFailureBlockLines(paint.yellow("cause     "), cause),
    ...reportFailureBlockLines("why not   ", reasons),
    ...reportFailureListLines("details", failure.details),
    ...reportFailureListLines("the last events", failure.lastEvents),
    ...reportFailureListLines("printed", failure.console),
    ...(hint === undefined ? [] : [`  ${paint.cyan("hint")}      ${hint}`]),
    `  ${paint.cyan("replay")}    ${replay}`,
    ...(replayCause === undefined ? [] : [`  ${paint.cyan("minimal")}   ${replayCause}`]),
    ...(picture === undefined ? [] : [`  ${paint.cyan("picture")}   ${folder}/${picture}`]),
  ].join("\n");
}

/** "FILE:LINE:COLUMN", which editors turn into a link. */
export function placeOfReportFailure({ file, line, column }: FailureFields): string | undefined {
  if (file === undefined) return undefined;
  return [file, line, column].filter((part) => part !== undefined).join(":");
}

function reportFailureBlockLines(title: string, lines: readonly string[]): string[] {
  return lines.map((line, index) =>
    index === 0 ? `  ${title}${quotedBehind(line, 12)}` : quotedAlone(line, 12),
  );
}

function reportFailureListLines(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`  ${title}:`, ...lines.map((line) => quotedAlone(line, 4))];
}
