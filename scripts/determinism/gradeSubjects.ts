import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { grade } from "../../grader/src/grade";
import { KIT_ROOT } from "../../grader/src/kitRoot";
import type { Subject } from "./subjects";

/** What became of a subject. */
export interface Graded {
  readonly code: number;
  readonly score: string;
  /** Of the report and of its replays, without what is real time. */
  readonly hash: string;
  /** The report's JSON without what is real time; what the grader complained of when there is none. */
  readonly text: string;
}

/**
 * Grades one subject after the other with the Node that this runs on, and prints a line of JSON for each. A program of
 * its own, so that any Node can run it: its argument is a list of subjects.
 */
async function run(): Promise<void> {
  const subjects = JSON.parse(process.argv[2] ?? "[]") as Subject[];
  for (const subject of subjects) process.stdout.write(`${JSON.stringify(await gradeOne(subject))}\n`);
}

async function gradeOne({ lab, args }: Subject): Promise<Graded> {
  const reports = mkdtempSync(join(tmpdir(), "kit-determinism-"));
  let complaint = "";
  try {
    const code = await grade([lab, ...args], {
      root: KIT_ROOT,
      reports,
      cwd: KIT_ROOT,
      print: () => undefined,
      complain: (text) => (complaint += text),
      color: false,
      terminal: false,
      // The compiler says the same on every Node, and takes longer than most tests.
      checkTypes: () => Promise.resolve({ kind: "checked", errors: [] }),
    });
    const folder = join(reports, "reports", lab);
    const files =
      code === 2 ? [] : readdirSync(folder).filter((file) => /^report\.json$|\.replay\.json$/.test(file));
    const texts = files
      .sort()
      .map((file) => `${file}\n${timeless(readFileSync(join(folder, file), "utf8"))}`);
    const report = texts.find((text) => text.startsWith("report.json\n"))?.slice("report.json\n".length);
    const { score, maxScore } = JSON.parse(report ?? "{}") as { score?: number; maxScore?: number };
    const text = report ?? complaint;
    return {
      code,
      score: report === undefined ? "–" : `${String(score)}/${String(maxScore)}`,
      hash: createHash("sha256")
        .update(texts.join("\n") || text)
        .digest("hex")
        .slice(0, 12),
      text,
    };
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
}

/** JSON without the fields that are real time: those whose names end in Ms or At. */
function timeless(json: string): string {
  const isTime = (key: string): boolean => /(?:elapsedMs|startedAt)$/.test(key);
  return JSON.stringify(JSON.parse(json), (key, value: unknown) => (isTime(key) ? undefined : value), 1);
}

void run();
