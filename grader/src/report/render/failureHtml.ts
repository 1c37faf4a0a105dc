import { escapeHtml } from "picture/escapeHtml";
import type { FailureFields } from "../failure";
import type { TestReport } from "../GradeReport";
import { quotedAlone, quotedBehind } from "toolkit/text/quote";
import { place } from "./renderFailure";
import { toldApart } from "../toldApart";

/** Why a test failed, as a section of the HTML report; "" when it did not. */
export function failureHtml(test: TestReport): string {
  const { name, description, failure } = test;
  if (failure === undefined) {
    const apart = toldApart(test);
    if (apart === undefined) return "";
    return `<section class="failure" id="${escaped(name)}">
<h2>✗ ${escaped(name)}</h2>
<p class="message">${escaped(apart.message)}</p>
<dl><dt>hint</dt><dd class="hint">${escaped(apart.hint)}</dd></dl></section>`;
  }
  const { expected, got, host, cause, reasons }: FailureFields = failure;
  const facts: [string, string | undefined][] = [
    ["expected", expected],
    ["got", got],
    ["at", place(failure)],
    ["on", host],
    ["seed", String(failure.seed)],
  ];
  const rows = facts.flatMap(([label, value]) =>
    value === undefined ? [] : [`<dt>${label}</dt><dd class="${label}">${escaped(value)}</dd>`],
  );
  return `<section class="failure" id="${escaped(name)}">
<h2>✗ ${escaped(name)} ${pictureLink(test)}</h2>
<p class="faint">${escaped(description)}</p>
<p class="message">${escaped(failure.message)}</p>
${sentences("cause", cause)}${sentences("reasons", reasons)}<dl>${rows.join("\n")}
<dt>hint</dt><dd class="hint">${escaped(failure.hint)}</dd>
<dt>replay</dt><dd><code>${escaped(failure.replay)}</code></dd>${again(failure)}</dl>
${[lines("Details", failure.details), lines("The last events", failure.lastEvents), lines("Printed", failure.console)].join("")}</section>`;
}

/** How to run the counterexample again. */
function again({ replayCause }: FailureFields): string {
  if (replayCause === undefined) return "";
  return `\n<dt>minimal</dt><dd><code>${escaped(replayCause)}</code></dd>`;
}

function sentences(look: "cause" | "reasons", texts: readonly string[] = []): string {
  if (texts.length === 0) return "";
  return `<ul class="${look}">${texts.map((text) => `<li>${escaped(text.replace(/^- /, ""))}</li>`).join("\n")}</ul>\n`;
}

function lines(title: string, texts: readonly string[]): string {
  if (texts.length === 0) return "";
  return `<h3>${title}</h3>\n<pre>${escapeHtml(texts.map((text) => quotedAlone(text, 0)).join("\n"))}</pre>\n`;
}

/** A link to the picture of a test, or "" when it has none. */
export function pictureLink({ failure }: TestReport): string {
  const { picture: file }: FailureFields = failure ?? {};
  if (file === undefined) return "";
  const address = file.split("/").map(encodeURIComponent).join("/");
  return `<a class="picture" href="${escaped(address)}">see what happened</a>`;
}

/** Behind a tag. Lines have marks as in a terminal: a page may be printed where orders are looked for. */
function escaped(text: string): string {
  return escapeHtml(quotedBehind(text, 0));
}
