import { escapeHtml as escaped } from "picture/escapeHtml";
import { cleanText } from "toolkit/text/studentText";
import { reportPageHtml } from "../../report/render/html/reportPageHtml";
import type { CodeOfStudent } from "./CodeOfStudent";
import { codeText } from "./codeShape";
import type { SimilarPair } from "./compareCode";
import { marksOfPassages } from "./marksOfPassages";

/** Passages carry a number and a border, so nothing rests on a colour. */
const SIMILARITY_STYLE = `
main { max-width: none; }
.sides { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 16px; }
.sides pre { padding: 8px 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.sides pre > span { display: block; min-height: 1.4em; padding: 0 8px 0 52px; border-left: 5px solid transparent; text-indent: -44px; }
.sides pre > .shared { border-left-color: var(--link); background: var(--ground); font-weight: 600; }
.sides b { display: inline-block; width: 40px; margin-right: 4px; color: var(--faint); font-weight: 400; text-align: right; text-indent: 0; }
@media print { .sides pre { font-size: 8px; } }
`;

/** What a teacher has to know before anything else. */
const CARE =
  "A likeness is no proof. Two students may have read the same page, had the same help, or found the only short way. Look at both programs, and ask the students, before you conclude anything. Names, comments, types and layout do not count; neither does what was given, nor what the kit's own solutions of different design have in common.";

/** A page of the pairs of a lab, and a page for each of them with both programs side by side. By file name. */
export function renderSimilarity(
  lab: string,
  students: readonly CodeOfStudent[],
  pairs: readonly SimilarPair[],
  { from }: { readonly from: number },
): ReadonlyMap<string, string> {
  const name = (at: number): string => cleanText(students[at]?.name ?? "");
  const percent = (part: number): string => `${String(Math.round(100 * part))} %`;
  const rows = pairs.map(
    ({ left, right, similarity, ofLeft, ofRight, isSameText }, at) =>
      `<tr><td class="number">${similarity.toFixed(2)}</td><td><a href="${pairFile(at)}">${escaped(name(left))} and ${escaped(name(right))}</a>${isSameText ? ", the same text" : ""}</td><td class="number">${percent(ofLeft)}</td><td class="number">${percent(ofRight)}</td></tr>`,
  );
  const list =
    pairs.length === 0
      ? `<p>No two of ${String(students.length)} programs have a similarity of ${String(from)} or more.</p>`
      : `<table><thead><tr><th scope="col">Similarity</th><th scope="col">Students</th><th scope="col">Of the first</th><th scope="col">Of the second</th></tr></thead>
<tbody>${rows.join("\n")}</tbody></table>
<p class="faint">Similarity: of all pieces of both programs, the part that is in both. Honest work hardly ever has more than 0.5.</p>`;
  return new Map([
    ["index.html", similarityPageHtml(`${lab}: programs that are alike`, `<p>${CARE}</p>\n${list}`)],
    ...pairs.map((pair, at): [string, string] => {
      const marks = marksOfPassages(pair.passages);
      return [
        pairFile(at),
        similarityPageHtml(
          `${lab}: ${name(pair.left)} and ${name(pair.right)}`,
          `<p><a href="index.html">All pairs</a></p><p>Similarity ${pair.similarity.toFixed(2)}: ${percent(pair.ofLeft)} of the left program, ${percent(pair.ofRight)} of the right one. ${pair.passages.length === 0 ? "The programs are too long for their passages to be marked." : "A number stands before each line of a passage that both have, the same on both sides."}</p>
<p class="faint">${CARE}</p>
<div class="sides">${sideHtml(students[pair.left], marks.left)}${sideHtml(students[pair.right], marks.right)}</div>`,
        ),
      ];
    }),
  ]);
}

function pairFile(at: number): string {
  return `pair-${String(at + 1)}.html`;
}

/** @param marks the number of the passage that each row belongs to */
function sideHtml(student: CodeOfStudent | undefined, marks: ReadonlyMap<number, number>): string {
  if (student === undefined) return "";
  const lines = codeText(student.files)
    .split("\n")
    .map((line, row) => {
      const mark = marks.get(row);
      return `<span${mark === undefined ? "" : ' class="shared"'}><b>${mark === undefined ? "" : String(mark)}</b>${escaped(cleanText(line))}</span>`;
    });
  return `<div><h2>${escaped(cleanText(student.name))}</h2><pre>${lines.join("")}</pre></div>`;
}

function similarityPageHtml(title: string, body: string): string {
  return reportPageHtml(title, `<h1>${escaped(title)}</h1>\n${body}`, SIMILARITY_STYLE);
}
