import { escapeHtml } from "picture/escapeHtml";
import type { FailureFields } from "../testFailure";
import type { TestReport } from "../GradeReport";
import { quotedAlone, quotedBehind } from "toolkit/text/quote";
import { placeOfFailure } from "./renderFailure";
import { toldOfUnseenFailure } from "../toldOfUnseenFailure";

/** Why a test failed, as a section of the HTML report; "" when it did not. */
export function failureHtml(test: TestReport): string {
  const { name, description, failure } = test;
  if (failure === undefined) {
    const apart = toldOfUnseenFailure(test);
    if (apart === undefined) return "";
    return `<section class="failure" id="${escapedFailureText(name)}">
<h2>✗ ${escapedFailureText(name)}</h2>
<p class="message">${escapedFailureText(apart.message)}</p>
<dl><dt>hint</dt><dd class="hint">${escapedFailureText(apart.hint)}</dd></dl></section>`;
  }
  const { expected, got, host, cause, reasons }: FailureFields = failure;
  const facts: [string, string | undefined][] = [
    ["expected", expected],
    ["got", got],
    ["at", placeOfFailure(failure)],
    ["on", host],
    ["seed", String(failure.seed)],
  ];
  const rows = facts.flatMap(([label, value]) =>
    value === undefined ? [] : [`<dt>${label}</dt><dd class="${label}">${escapedFailureText(value)}</dd>`],
  );
  return `<section class="failure" id="${escapedFailureText(name)}">
<h2>✗ ${escapedFailureText(name)} ${pictureLink(test)}</h2>
<p class="faint">${escapedFailureText(description)}</p>
<p class="message">${escapedFailureText(failure.message)}</p>
${failureSentencesHtml("cause", cause)}${failureSentencesHtml("reasons", reasons)}<dl>${rows.join("\n")}
<dt>hint</dt><dd class="hint">${escapedFailureText(failure.hint)}</dd>
<dt>replay</dt><dd><code>${escapedFailureText(failure.replay)}</code></dd>${replayAgainHtml(failure)}</dl>
${[failureLinesHtml("Details", failure.details), failureLinesHtml("The last events", failure.lastEvents), failureLinesHtml("Printed", failure.console)].join("")}</section>`;
}

/** How to run the counterexample again. */
function replayAgainHtml({ replayCause }: FailureFields): string {
  if (replayCause === undefined) return "";
  return `\n<dt>minimal</dt><dd><code>${escapedFailureText(replayCause)}</code></dd>`;
}

function failureSentencesHtml(look: "cause" | "reasons", texts: readonly string[] = []): string {
  if (texts.length === 0) return "";
  return `<ul class="${look}">${texts.map((text) => `<li>${escapedFailureText(text.replace(/^- /, ""))}</li>`).join("\n")}</ul>\n`;
}

function failureLinesHtml(title: string, texts: readonly string[]): string {
  if (texts.length === 0) return "";
  return `<h3>${title}</h3>\n<pre>${escapeHtml(texts.map((text) => quotedAlone(text, 0)).join("\n"))}</pre>\n`;
}

/** A link to the picture of a test, or "" when it has none. */
export function pictureLink({ failure }: TestReport): string {
  const { picture: file }: FailureFields = failure ?? {};
  if (file === undefined) return "";
  const address = file.split("/").map(encodeURIComponent).join("/");
  return `<a class="picture" href="${escapedFailureText(address)}">see what happened</a>`;
}

/** Behind a tag. Lines have marks as in a terminal: a page may be printed where orders are looked for. */
function escapedFailureText(text: string): string {
  return escapeHtml(quotedBehind(text, 0));
}
