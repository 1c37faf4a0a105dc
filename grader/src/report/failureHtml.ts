import { escapeHtml as escaped } from "picture/escapeHtml";
import type { TestReport } from "./GradeReport";
import { place } from "./renderTerminal";

/** Why a test failed, as a section of the HTML report; "" when it did not. */
export function failureHtml(
  { name, description, failure }: TestReport,
  pictures: ReadonlyMap<string, string>,
): string {
  if (failure === undefined) return "";
  const facts: [string, string | undefined][] = [
    ["expected", failure.expected],
    ["got", failure.got],
    ["at", place(failure)],
    ["on", failure.host],
    ["seed", String(failure.seed)],
  ];
  const rows = facts.flatMap(([label, value]) =>
    value === undefined ? [] : [`<dt>${label}</dt><dd class="${label}">${escaped(value)}</dd>`],
  );
  return `<section class="failure" id="${escaped(name)}">
<h2>✗ ${escaped(name)} ${pictureLink(name, pictures)}</h2>
<p class="faint">${escaped(description)}</p>
<p class="message">${escaped(failure.message)}</p>
<dl>${rows.join("\n")}
<dt>hint</dt><dd class="hint">${escaped(failure.hint)}</dd>
<dt>replay</dt><dd><code>${escaped(failure.replay)}</code></dd></dl>
${[lines("Details", failure.details), lines("The last events", failure.lastEvents), lines("Printed", failure.console)].join("")}</section>`;
}

function lines(title: string, texts: readonly string[]): string {
  if (texts.length === 0) return "";
  return `<h3>${title}</h3>\n<pre>${escaped(texts.join("\n"))}</pre>\n`;
}

/** A link to the picture of a test, or "" when it has none. */
export function pictureLink(name: string, pictures: ReadonlyMap<string, string>): string {
  const file = pictures.get(name);
  if (file === undefined) return "";
  const address = file.split("/").map(encodeURIComponent).join("/");
  return `<a class="picture" href="${escaped(address)}">see what happened</a>`;
}
