import { kitInWords } from "toolkit/files/kitVersion";
import { escapeHtml as escaped } from "picture/escapeHtml";
import type { CodeProblem, GradeReport, TestReport } from "../../GradeReport";
import { reportPageHtml } from "./reportPageHtml";
import { sourceFrame } from "../../source/sourceFrame";
import type { SubmissionSource } from "../../source/SubmissionSource";
import { DOES_NOT_PARSE } from "../renderCodeProblems";
import { reportFailureHtml, reportFrameHtml, reportPictureLink } from "./reportFailureHtml";
import { quotedBehind } from "toolkit/text/quote";
import { isReportOfFullMarks } from "../../isReportOfFullMarks";
import { hasStubInReport } from "../hasStubInReport";
import { orderedFailedTests } from "../orderedReportFailures";
import { reportLeftOutWords } from "../reportLeftOutWords";
import { stubText } from "../../../protocol/stubText";
import { placeOfReportFailure } from "../renderReportFailure";
import { reportEarlierSubmissionWords } from "../reportDeadlineWords";
import { testTimeText } from "../renderTestsTable";
import { summaryLine } from "../summaryLine";

/** The report as one HTML page without a script, for `reports/LAB/index.html`. */
export function renderHtml(report: GradeReport, source?: SubmissionSource): string {
  const failed = orderedFailedTests(report);
  // One syntax error fails every test in the same way; it is shown once. Stubs of optional parts need no words.
  const shown =
    report.syntaxErrors.length > 0
      ? []
      : failed.filter((test) => test.optional !== true || !hasStubInReport(test));
  const name = `${report.lab}: ${report.title}`;
  const blocks = [
    reportHeadHtml(report, name),
    partsTableHtml(report),
    testsTableHtml(report, shown),
    troublesHtml(report),
    codeProblemsHtml(DOES_NOT_PARSE, report.syntaxErrors, report.moreSyntaxErrors, { look: "bad", source }),
    stubsHtml(shown.filter(hasStubInReport)),
    ...shown.filter((test) => !hasStubInReport(test)).map((test) => reportFailureHtml(test, source)),
    codeProblemsHtml("Type errors (they cost no points)", report.typeErrors, report.moreTypeErrors, {
      look: "warn",
      source,
    }),
    reportNoteHtml(report.typeCheckProblem),
    reportNoteHtml(report.lateDays.problem),
    reportNoteHtml(report.deadline?.problem),
    reportNoteHtml(reportLeftOutWords(report)),
    reportNoteHtml(reportEarlierSubmissionWords(report)),
  ];
  return reportPageHtml(
    `${name}, ${pointsCellHtml(report)}`,
    blocks.filter((block) => block !== "").join("\n"),
  );
}

function reportHeadHtml(report: GradeReport, name: string): string {
  const { score, maxScore, lateDays, startedAt, kit } = report;
  const part = maxScore === 0 ? 0 : (100 * score) / maxScore;
  return `<header class="${isReportOfFullMarks(report) ? "passed" : "failed"}">
<h1>${escaped(name)}</h1>
<p class="score"><strong>${String(score)}</strong> of ${String(maxScore)} points</p>
<div class="meter" role="img" aria-label="${String(score)} of ${String(maxScore)} points"><span style="width: ${part.toFixed(1)}%"></span></div>
<p>${escaped(summaryLine(report))}</p>
<p class="faint">Late days asked for in late.txt: ${String(lateDays.days)}. Graded <time datetime="${escaped(startedAt)}">${escaped(startedAt.slice(0, 16).replace("T", " "))} UTC</time>${kit === undefined ? "" : ` with the kit ${escaped(kitInWords(kit))}`}.</p>
</header>`;
}

function partsTableHtml({ parts }: GradeReport): string {
  const rows = parts.map(
    ({ part, title, optional, score, maxScore }) =>
      `<tr><td>${String(part)}</td><td>${escaped(title)}${optionalMarkHtml(optional)}</td><td class="number">${pointsCellHtml({ score, maxScore })}</td></tr>`,
  );
  return `<h2>Parts</h2>
<table class="parts"><thead><tr><th>Part</th><th>Title</th><th class="number">Points</th></tr></thead>
<tbody>${rows.join("\n")}</tbody></table>`;
}

function testsTableHtml({ tests }: GradeReport, shown: readonly TestReport[]): string {
  const rows = tests.map((test) => {
    const { part, name, description, optional, hidden, status } = test;
    const link = !shown.includes(test) ? escaped(name) : `<a href="#${escaped(name)}">${escaped(name)}</a>`;
    return `<tr class="${status}"><td>${String(part)}</td>
<td class="status">${{ passed: "✓ passed", failed: "✗ failed", "not-run": "– not run" }[status]}</td>
<td><strong>${link}</strong>${optionalMarkHtml(optional)}${hidden === true ? ' <span class="optional">hidden</span>' : ""}<br><span class="faint">${escaped(description)}</span></td>
<td>${reportPictureLink(test)}</td>
<td class="number">${pointsCellHtml(test)}</td><td class="number">${seedsCellHtml(test)}</td>
<td class="number">${testTimeText(test)}</td></tr>`;
  });
  return `<h2>Tests</h2>
<table class="tests"><thead><tr><th>Part</th><th>Result</th><th>Test</th><th></th><th class="number">Points</th><th class="number">Seeds</th><th class="number">Time</th></tr></thead>
<tbody>${rows.join("\n")}</tbody></table>`;
}

/** Tests without a verdict. */
function troublesHtml({ troubles: found = [] }: GradeReport): string {
  if (found.length === 0) return "";
  const items = found.map(
    ({ test, message }) => `<li><strong>${escaped(test)}</strong>: ${escaped(message)}</li>`,
  );
  return `<h2>Not judged; this says nothing about the code</h2>\n<ul class="warn">${items.join("\n")}</ul>`;
}

function seedsCellHtml({ status, seeds: { run, failed } }: TestReport): string {
  if (status === "not-run") return "";
  return failed === 0 ? String(run) : `${String(failed)} of ${String(run)} failed`;
}

/** Where nothing is written yet, there is nothing to look into: a line for each test. */
function stubsHtml(tests: readonly TestReport[]): string {
  if (tests.length === 0) return "";
  const items = tests.map(({ name, failure }) => {
    const text = (failure && stubText(failure)) ?? "";
    // A detail names its own place.
    const where = failure?.message === text ? placeOfReportFailure(failure) : undefined;
    const at = where === undefined ? "" : ` <code>${escaped(where)}</code>`;
    return `<li id="${escaped(name)}"><strong>${escaped(name)}</strong>: ${escaped(quotedBehind(text, 0))}${at}</li>`;
  });
  return `<section><h2>Not written yet</h2>\n<ul>${items.join("\n")}</ul></section>`;
}

function codeProblemsHtml(
  title: string,
  found: readonly CodeProblem[],
  more: number | undefined,
  { look, source }: { readonly look: "bad" | "warn"; readonly source: SubmissionSource | undefined },
): string {
  if (found.length === 0) return "";
  const items = found.map((problem) => {
    const { file, line, column, message, code } = problem;
    const frame = source === undefined ? [] : sourceFrame(source, problem);
    return `<li><code>${escaped(`${file}:${String(line)}:${String(column)}`)}</code> ${code === undefined ? "" : `${escaped(code)} `}${escaped(quotedBehind(message, 0))}${reportFrameHtml(frame)}</li>`;
  });
  if (more !== undefined) items.push(`<li>… and ${String(more)} more</li>`);
  return `<section class="${look}"><h2>${title}</h2>\n<ul>${items.join("\n")}</ul></section>`;
}

function reportNoteHtml(text: string | undefined): string {
  return text === undefined ? "" : `<p class="note">${escaped(quotedBehind(text, 0))}</p>`;
}

function optionalMarkHtml(optional: true | undefined): string {
  return optional === true ? ' <span class="optional">optional</span>' : "";
}

function pointsCellHtml({ score, maxScore }: { score: number; maxScore: number }): string {
  return `${String(score)}/${String(maxScore)}`;
}
