import { dedentFrame } from "picture/dedentFrame";
import { escapeHtml } from "picture/escapeHtml";
import type { FailureFields } from "../../testFailure";
import type { TestReport } from "../../GradeReport";
import type { SubmissionSource } from "../../source/SubmissionSource";
import { quotedAlone, quotedBehind } from "toolkit/text/quote";
import { frameOfReportFailure, placeOfReportFailure } from "../renderReportFailure";
import { reportOfUnseenFailure } from "../../reportOfUnseenFailure";

/** Why a test failed, as a section of the HTML report; "" when it did not. */
export function reportFailureHtml(test: TestReport, source?: SubmissionSource): string {
  const { name, description, failure } = test;
  if (failure === undefined) {
    const apart = reportOfUnseenFailure(test);
    if (apart === undefined) return "";
    return `<section class="failure" id="${escapedReportText(name)}">
<h2>✗ ${escapedReportText(name)}</h2>
<p class="message">${escapedReportText(apart.message)}</p>
<dl><dt>hint</dt><dd class="hint">${escapedReportText(apart.hint)}</dd></dl></section>`;
  }
  const { expected, got, host, cause, reasons, state, twin }: FailureFields = failure;
  const facts: [string, string | undefined][] = [
    ["expected", expected],
    ["got", got],
    ["at", placeOfReportFailure(failure)],
    ["on", host],
    ["inside", state],
    ["twin", twin],
    ["seed", String(failure.seed)],
  ];
  const rows = facts.flatMap(([label, value]) =>
    value === undefined ? [] : [`<dt>${label}</dt><dd class="${label}">${escapedReportText(value)}</dd>`],
  );
  if (failure.hint !== undefined)
    rows.push(`<dt>hint</dt><dd class="hint">${escapedReportText(failure.hint)}</dd>`);
  return `<section class="failure" id="${escapedReportText(name)}">
<h2>✗ ${escapedReportText(name)} ${reportPictureLink(test)}</h2>
<p class="faint">${escapedReportText(description)}</p>
<p class="message">${escapedReportText(failure.message)}</p>
${reportFrameHtml(frameOfReportFailure(failure, source))}${reportSentencesHtml("cause", cause)}${reportSentencesHtml("reasons", reasons)}<dl>${rows.join("\n")}
<dt>replay</dt><dd><code>${escapedReportText(failure.replay)}</code></dd>${reportReplayHtml(failure)}</dl>
${[reportLinesHtml("Details", failure.details), reportLinesHtml("The last events", failure.lastEvents), reportLinesHtml("Printed", failure.console)].join("")}</section>`;
}

/** Lines of code; "" where there are none. */
export function reportFrameHtml(frame: readonly string[]): string {
  return frame.length === 0 ? "" : `<pre class="frame">${escapeHtml(dedentFrame(frame).join("\n"))}</pre>\n`;
}

/** How to run the counterexample again. */
function reportReplayHtml({ replayCause }: FailureFields): string {
  if (replayCause === undefined) return "";
  return `\n<dt>minimal</dt><dd><code>${escapedReportText(replayCause)}</code></dd>`;
}

function reportSentencesHtml(look: "cause" | "reasons", texts: readonly string[] = []): string {
  if (texts.length === 0) return "";
  return `<ul class="${look}">${texts.map((text) => `<li>${escapedReportText(text.replace(/^- /, ""))}</li>`).join("\n")}</ul>\n`;
}

function reportLinesHtml(title: string, texts: readonly string[]): string {
  if (texts.length === 0) return "";
  return `<h3>${title}</h3>\n<pre>${escapeHtml(texts.map((text) => quotedAlone(text, 0)).join("\n"))}</pre>\n`;
}

/** A link to the picture of a test, or "" when it has none. */
export function reportPictureLink({ failure }: TestReport): string {
  const { picture: file }: FailureFields = failure ?? {};
  if (file === undefined) return "";
  const address = file.split("/").map(encodeURIComponent).join("/");
  return `<a class="picture" href="${escapedReportText(address)}">see what happened</a>`;
}

/** Behind a tag. Lines have marks as in a terminal: a page may be printed where orders are looked for. */
function escapedReportText(text: string): string {
  return escapeHtml(quotedBehind(text, 0));
}
