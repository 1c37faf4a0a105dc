import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { REPORT_FORMATS } from "grader/REPORT_FORMATS";
import { runGradeCommand } from "grader/runGradeCommand";
import { KIT_ROOT } from "toolkit/files/kitRoot";
import type { DeterminismSubject } from "./determinismSubjects";

/** What became of a subject. */
export interface GradedDeterminismSubject {
  readonly code: number;
  readonly score: string;
  /** Of what was printed, of the report in all formats, and of its replays; without real time and the isolation. */
  readonly hash: string;
  /** The report's JSON without what is real time; what the grader complained of when there is none. */
  readonly text: string;
}

/** Variables that a format needs, which the platform's runner sets. */
const OF_A_RUNNER = ["CLASSROOM", "ASSIGNMENT", "SUBMISSION_TAG", "USERNAME", "COMMIT_URL", "RELEASE_URL"];

/**
 * Grades one subject after the other with the Node that this runs on, and prints a line of JSON for each. A program of
 * its own, so that any Node can run it: its argument is a list of subjects.
 */
async function gradeDeterminismSubjects(): Promise<void> {
  const subjects = JSON.parse(process.argv[2] ?? "[]") as DeterminismSubject[];
  for (const subject of subjects)
    process.stdout.write(`${JSON.stringify(await gradeDeterminismSubject(subject))}\n`);
}

async function gradeDeterminismSubject({ lab, args }: DeterminismSubject): Promise<GradedDeterminismSubject> {
  const folder = mkdtempSync(join(tmpdir(), "kit-determinism-"));
  const formats = REPORT_FORMATS.flatMap(({ name }) => [
    "--format",
    `${name}:${join(folder, "formats", name)}`,
  ]);
  let [printed, complaint] = ["", ""];
  try {
    const code = await runGradeCommand([lab, ...args, ...formats], {
      root: KIT_ROOT,
      reports: folder,
      cwd: KIT_ROOT,
      env: Object.fromEntries(OF_A_RUNNER.map((name) => [name, name.toLowerCase()])),
      print: (text) => (printed += text),
      printError: (text) => (complaint += text),
      color: false,
      terminal: false,
      // The compiler says the same on every Node, and takes longer than most tests.
      checkTypes: () => Promise.resolve({ kind: "checked", errors: [] }),
    });
    const texts = [
      `the terminal\n${timelessDeterminismText(printed.replaceAll(folder, ""))}`,
      ...determinismReportFiles(folder).map(
        (file) => `${file}\n${timelessDeterminismReport(readFileSync(join(folder, file), "utf8"))}`,
      ),
    ];
    const report = texts.find((text) => text.startsWith(`reports/${lab}/report.json\n`));
    if (code === 2 || report === undefined)
      return { code, score: "–", hash: determinismReportHash(complaint), text: complaint };
    const text = report.slice(report.indexOf("\n") + 1);
    const { score, maxScore } = JSON.parse(text) as { score: number; maxScore: number };
    return {
      code,
      score: `${String(score)}/${String(maxScore)}`,
      hash: determinismReportHash(texts.join("\n")),
      text,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function determinismReportFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .sort();
}

function determinismReportHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}

const TIMES = /^(?:elapsedMs|startedAt|duration|start|stop|execution_time|timestamp|datetime|graded_at)$/;
/** Where JSON, JUnit and all texts say how student code was kept apart. */
const TIER = /^isolation$/;
const TIER_IN_XML = /<property name="isolation" value="[^"]*"\/>/g;
const TIER_IN_TEXT = /, isolation: (?:none|process in bubblewrap|process)\b/g;

/** A file without what is real time, or says how student code was kept apart. */
function timelessDeterminismReport(text: string): string {
  if (!text.startsWith("{")) return timelessDeterminismText(text);
  return JSON.stringify(
    JSON.parse(text),
    (key, value: unknown) =>
      TIMES.test(key) || TIER.test(key)
        ? undefined
        : typeof value === "string"
          ? timelessDeterminismText(value)
          : value,
    1,
  );
}

/** Text without real times, without the isolation, and without what makes columns as wide as they are. Times of runs are in ms. */
function timelessDeterminismText(text: string): string {
  return text
    .replace(/\d+\.\d+ s\b/g, "– s")
    .replace(/ (time|timestamp|datetime)="[^"]*"/g, "")
    .replace(/\d{4}-\d{2}-\d{2} \d{2}:\d{2} UTC/g, "–")
    .replace(/^result=(.*)$/m, (_, inner: string) =>
      timelessDeterminismReport(Buffer.from(inner, "base64").toString()),
    )
    .replace(TIER_IN_XML, "")
    .replace(TIER_IN_TEXT, "")
    .replace(/ {2,}|─+/g, " ");
}

void gradeDeterminismSubjects();
