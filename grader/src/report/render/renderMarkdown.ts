import { kitInWords } from "toolkit/files/kitVersion";
import type { SubmissionSource } from "../source/SubmissionSource";
import type { FailureFields } from "../testFailure";
import type { CodeProblem, GradeReport, TestReport } from "../GradeReport";
import { orderedFailedTests } from "./orderedReportFailures";
import { reportLeftOutWords } from "./reportLeftOutWords";
import {
  markdownBlock,
  markdownCode as code,
  markdownParagraph,
  markdownText as escaped,
} from "./markdownText";
import { quotedAlone } from "toolkit/text/quote";
import { frameOfReportFailure, placeOfReportFailure } from "./renderReportFailure";
import { reportEarlierSubmissionWords } from "./reportDeadlineWords";
import { reportOfUnseenFailure } from "../reportOfUnseenFailure";
import { summaryLine } from "./summaryLine";

/** The report as Markdown, for a file. */
export function renderMarkdown(report: GradeReport, source?: SubmissionSource): string {
  const failed = orderedFailedTests(report);
  const earlier = reportEarlierSubmissionWords(report);
  const leftOut = reportLeftOutWords(report);
  return `${[
    `# ${report.lab}: ${escaped(report.title)}`,
    `**${summaryLine(report)}**`,
    testsTableMarkdown(report),
    ...reportSectionMarkdown(
      "Not judged; this says nothing about the code",
      (report.troubles ?? []).map(({ test, message }) => `- ${test}: ${escaped(message)}`),
    ),
    ...reportSectionMarkdown(
      "Syntax errors",
      codeProblemsMarkdown(report.syntaxErrors, report.moreSyntaxErrors),
    ),
    ...(report.syntaxErrors.length > 0 ? [] : failed.map((test) => reportFailureMarkdown(test, source))),
    ...reportSectionMarkdown(
      "Type errors (they cost no points)",
      codeProblemsMarkdown(report.typeErrors, report.moreTypeErrors),
    ),
    ...[report.typeCheckProblem, report.deadline?.problem, leftOut, earlier].flatMap((text) =>
      text === undefined ? [] : [markdownParagraph(text)],
    ),
    ...(report.kit === undefined ? [] : [`Graded with the kit ${kitInWords(report.kit)}`]),
    `Late days asked for in late.txt: ${String(report.lateDays.days)}${report.lateDays.problem === undefined ? "" : ` (${escaped(report.lateDays.problem)})`}`,
  ].join("\n\n")}\n`;
}

function testsTableMarkdown({ tests }: GradeReport): string {
  const rows = tests.map(
    ({ part, name, optional, hidden, status, score, maxScore, seeds }) =>
      `| ${String(part)} | ${name}${optional === true ? " (optional)" : ""}${hidden === true ? " (hidden)" : ""} | ${status} | ${String(score)}/${String(maxScore)} | ${String(seeds.run)} | ${String(seeds.failed)} |`,
  );
  return [
    "| part | test | status | points | seeds run | seeds failed |",
    "| --- | --- | --- | ---: | ---: | ---: |",
    ...rows,
  ].join("\n");
}

/** Why a test failed, as a section; "" when there is nothing to say. */
export function reportFailureMarkdown(test: TestReport, source?: SubmissionSource): string {
  const { name, description, failure } = test;
  if (failure === undefined) {
    const apart = reportOfUnseenFailure(test);
    if (apart === undefined) return "";
    return [`## ${name}`, escaped(apart.message), `- hint: ${escaped(apart.hint)}`].join("\n\n");
  }
  const where = placeOfReportFailure(failure);
  const fields: FailureFields = failure;
  const facts = [
    `- test: ${escaped(description)}`,
    ...(fields.expected === undefined ? [] : [`- expected: ${code(fields.expected)}`]),
    ...(fields.got === undefined ? [] : [`- got: ${code(fields.got)}`]),
    ...(where === undefined ? [] : [`- at: ${code(where)}`]),
    ...(fields.host === undefined ? [] : [`- on: ${code(fields.host)}`]),
    `- seed: ${String(failure.seed)}`,
    ...(fields.cause ?? []).map((sentence) => `- cause: ${escaped(sentence)}`),
    ...(fields.state === undefined ? [] : [`- inside: ${escaped(fields.state)}`]),
    ...(fields.twin === undefined ? [] : [`- twin: ${escaped(fields.twin)}`]),
    ...(fields.reasons ?? []).map((sentence) => `- why not: ${escaped(sentence)}`),
    ...(failure.hint === undefined ? [] : [`- hint: ${escaped(failure.hint)}`]),
    `- replay: ${code(failure.replay)}`,
    ...(fields.replayCause === undefined ? [] : [`- minimal counterexample: ${code(fields.replayCause)}`]),
    ...(fields.replayCode === undefined ? [] : [`- code for npm run replay: ${code(fields.replayCode)}`]),
    ...(fields.picture === undefined ? [] : [`- [picture](${fields.picture})`]),
  ];
  return [
    `## ${name}`,
    markdownParagraph(failure.message),
    ...linesBlockMarkdown("Code", frameOfReportFailure(failure, source)),
    facts.join("\n"),
    ...linesBlockMarkdown("Details", failure.details),
    ...linesBlockMarkdown("The last events", failure.lastEvents),
    ...linesBlockMarkdown("Printed", failure.console),
  ].join("\n\n");
}

function linesBlockMarkdown(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  return [`${title}:`, markdownBlock(lines.map((line) => quotedAlone(line, 0)).join("\n"))];
}

function reportSectionMarkdown(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`## ${title}`, lines.join("\n")];
}

function codeProblemsMarkdown(found: readonly CodeProblem[], more: number | undefined): string[] {
  const lines = found.map(
    ({ file, line, column, message }) =>
      `- ${code(`${file}:${String(line)}:${String(column)}`)} ${escaped(message)}`,
  );
  return more === undefined ? lines : [...lines, `- … and ${String(more)} more`];
}
