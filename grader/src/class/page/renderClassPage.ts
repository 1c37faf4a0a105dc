import { escapeHtml as escaped } from "picture/escapeHtml";
import { reportPageHtml } from "../../report/render/html/reportPageHtml";
import { kitInWords } from "toolkit/files/kitVersion";
import { pictureFileOfTest } from "../../report/ReportArtifacts";
import { daysWithoutPenalty } from "../row/daysWithoutPenalty";
import { daysLateOfRow } from "../row/daysLateOfRow";
import { statusOfRow } from "../row/statusOfRow";
import { LateScores } from "../late/LateScores";
import type { ClassLabResult, ClassResult } from "../run/ClassResult";
import { changesHtml } from "./changesHtml";
import { classTableHtml } from "./classTableHtml";
import type { ClassMember } from "../find/findClass";
import { pointsOfRow } from "../row/pointsOfRow";
import { studentFolderName } from "../row/studentFolderName";
import {
  gradedRows,
  mistakeClusters,
  pointsHistogram,
  testStatistics,
  type MistakeCluster,
} from "./classStatistics";
import { rowOfMember } from "../row/rowOfMember";

/** Mistakes that the page shows, of those that students share and of the others; the reports have all. */
const MOST_CLUSTERS = 40;

/** Bars carry their figures as text, so nothing rests on a colour. */
const CLASS_STYLE = `
.bar { display: block; height: 12px; min-width: 1px; background: var(--link); print-color-adjust: exact; }
td.wide { width: 45%; }
th { overflow-wrap: normal; }
td.number { white-space: nowrap; }
td.what, td.what li { overflow-wrap: anywhere; white-space: normal; }
td ul { margin: 0; padding-left: 18px; }
details { margin: 6px 0; }
@media (max-width: 600px) { td.wide { width: 20%; } }
`;

/**
 * The page of a class, without a script: points, tests, mistakes that students share, and who has what.
 *
 * @param files what else is in the folder, relative to the page; each gets a link
 */
export function renderClassPage(result: ClassResult, files: readonly string[]): string {
  const title = `Class: ${result.labs.map(({ lab }) => lab).join(", ")}`;
  const links = files.map((file) => `<a href="${escaped(file)}">${escaped(file)}</a>`);
  const body = `<h1>${escaped(title)}</h1>
<p class="faint">Graded with the kit ${escaped(kitInWords(result.kit))}.</p>
<p>${links.join(" · ")}</p>
${result.labs.map((lab) => classLabHtml(lab, result)).join("\n")}`;
  return reportPageHtml(title, body, CLASS_STYLE);
}

function classLabHtml(lab: ClassLabResult, result: ClassResult): string {
  const { members, changes } = result;
  const rows = lab.results.map(({ row }) => row);
  const count = (kind: string): number => rows.filter((row) => row.kind === kind).length;
  const broken = gradedRows(lab).filter(({ row }) => row.syntaxErrors !== undefined).length;
  const ofThem = broken === 0 ? "" : ` (${String(broken)} of them ${broken === 1 ? "does" : "do"} not parse)`;
  return `<section>
<h2>${escaped(`${lab.lab}: ${lab.title}`)}</h2>
<p>${String(count("graded"))} graded${ofThem}, ${String(count("missing"))} missing, ${String(count("ungradable"))} not gradable.</p>
${[
  histogramHtml(lab),
  testsHtml(lab),
  clustersHtml(lab, members),
  changesHtml(changes.filter((change) => change.lab === lab.lab)),
  studentsHtml(lab, result),
]
  .filter((block) => block !== "")
  .join("\n")}
</section>`;
}

function barHtml(part: number): string {
  if (part === 0) return "";
  return `<span class="bar" style="width: ${(100 * part).toFixed(1)}%"></span>`;
}

function histogramHtml(lab: ClassLabResult): string {
  if (gradedRows(lab).length === 0) return "";
  const bins = pointsHistogram(lab);
  const most = Math.max(1, ...bins.map(({ students }) => students));
  const rows = bins.map(
    ({ label, students }) =>
      `<tr><td>${label}</td><td class="number">${String(students)}</td><td class="wide">${barHtml(students / most)}</td></tr>`,
  );
  return `<h3>Points</h3>\n${classTableHtml(["Points", { numbers: "Students" }, ""], rows)}`;
}

function testsHtml(lab: ClassLabResult): string {
  const tests = testStatistics(lab);
  if (tests.length === 0) return "";
  const rows = tests.map(({ name, passed, of, optional, discrimination }) => {
    const part = of === 0 ? 0 : passed / of;
    return `<tr><td>${escaped(name)}${optional ? " (optional)" : ""}</td><td class="number">${String(passed)} of ${String(of)}</td><td class="wide">${barHtml(part)}</td><td class="number">${discrimination === undefined ? "" : discrimination.toFixed(2)}</td></tr>`;
  });
  return `<h3>Tests, the hardest first</h3>
<p class="faint">Discrimination: how passing the test goes with the points of the other tests, from -1 to 1. Near 0, the test tells strong and weak submissions apart no better than chance. What does not parse is left out.</p>
${classTableHtml(["Test", { numbers: "Passed" }, "", { numbers: "Discrimination" }], rows)}`;
}

function clustersHtml(lab: ClassLabResult, members: readonly ClassMember[]): string {
  const clusters = mistakeClusters(lab);
  if (clusters.length === 0) return "";
  const shared = clusters.filter((cluster) => cluster.members.length > 1);
  const single = clusters.slice(shared.length);
  const table = (some: readonly MistakeCluster[]): string => {
    const rows = some.slice(0, MOST_CLUSTERS).map((cluster) => clusterHtml(lab, cluster, members));
    const more = some.length - rows.length;
    return `${classTableHtml([{ numbers: "Students" }, "What went wrong", "Typical"], rows)}${more === 0 ? "" : `<p class="faint">And ${String(more)} more.</p>`}`;
  };
  return `<h3>Mistakes that students share</h3>
<p class="faint">One mistake mostly fails several tests; those in which the very same students fail stand together. Names and values are those of the typical submission.</p>
${shared.length === 0 ? '<p class="faint">No two students share one.</p>' : table(shared)}
${single.length === 0 ? "" : `<details><summary>Mistakes of one student each: ${String(single.length)}</summary>${table(single)}</details>`}`;
}

function clusterHtml(lab: ClassLabResult, cluster: MistakeCluster, members: readonly ClassMember[]): string {
  const students = cluster.members.flatMap((index) => members[index] ?? []);
  const [typical] = students;
  const cause = cluster.cause.map((line) => `<li>${escaped(line.replace(/^- /, ""))}</li>`).join("");
  const also =
    cluster.alsoFails.length === 0
      ? ""
      : `<p class="faint">${students.length === 1 ? "Also fails" : "The same students also fail"}: ${escaped(cluster.alsoFails.join(", "))}</p>`;
  const link =
    typical === undefined
      ? ""
      : `<a href="${escaped(studentLink(lab, typical, pictureFileOfTest(cluster.test)))}">${escaped(typical.student.name)}</a>`;
  return `<tr><td class="number">${String(students.length)}</td><td class="what"><strong>${escaped(cluster.test)}</strong>: ${escaped(cluster.what)}${cause === "" ? "" : `<ul>${cause}</ul>`}${also}<details><summary>Who</summary>${escaped(students.map(({ student }) => student.name).join(", "))}</details></td><td>${link}</td></tr>`;
}

function studentsHtml(lab: ClassLabResult, result: ClassResult): string {
  const { members } = result;
  const hasRoster = members.some(({ inRoster }) => inRoster);
  const late = new LateScores(result);
  const hasPolicy = result.policy !== undefined;
  const rows = members.map((member, index) => {
    const row = rowOfMember(lab, index);
    const name = escaped(member.student.name);
    const shown =
      row.kind === "graded"
        ? `<a href="${escaped(studentLink(lab, member, "index.html"))}">${name}</a>`
        : name;
    const where = member.inRoster || !hasRoster ? "" : ' <span class="optional">not on the roster</span>';
    const lateness = late.of(member.student.id, lab.lab);
    const after = String(lateness?.points ?? "");
    return `<tr><td>${shown}${where}</td><td class="number">${escaped(pointsOfRow(row))}</td><td class="number">${daysLateOfRow(row)}${daysWithoutPenalty(lateness)}</td>${hasPolicy ? `<td class="number">${after}</td>` : ""}<td>${escaped(statusOfRow(row))}</td></tr>`;
  });
  const numbers = ["Points", "Days late", ...(hasPolicy ? ["After lateness"] : [])];
  return `<h3>Students</h3>\n${classTableHtml(["Student", ...numbers.map((head) => ({ numbers: head })), "Status"], rows)}`;
}

/** Relative to the page. */
function studentLink({ lab }: ClassLabResult, { student }: ClassMember, file: string): string {
  return ["students", studentFolderName(student.id), "reports", lab, file].map(encodeURIComponent).join("/");
}
