import { rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { decodeText } from "toolkit/files/decodeText";
import { readRegularFile } from "toolkit/files/readRegularFile";
import { readShape } from "toolkit/files/readShape";
import { gradeReport, type GradeReport, type TestReport } from "../report/GradeReport";
import { MOST_REPORT_BYTES } from "../report/reportWithinLimit";
import { writeResultFile } from "toolkit/cli/writeResultFile";

/** Kinds of submissions, such as the student's own and the solution, of which the last grading is kept. */
const MOST_KINDS = 4;

const grading = z.strictObject({
  /** What chose the submission on the command line; see Submission. */
  flags: z.string(),
  tests: z.array(
    z.strictObject({
      /** Changes with the submission and with the kit; see lastGradingFingerprint. */
      code: z.string(),
      report: gradeReport.shape.tests.element,
    }),
  ),
});

const lastGradings = z.strictObject({
  schema: z.literal("last-gradings/v1"),
  /** The newest first: it is the one whose pictures are there. */
  gradings: z.array(grading),
});

type LastGradings = z.infer<typeof lastGradings>;

/** What a lab's last gradings came to: one for each way to choose a submission, test by test. */
export class LastGrading {
  readonly #file: string;
  #gradings: LastGradings["gradings"];

  /** Reads what is kept. A file that cannot be used, such as one of an older kit, counts for nothing. @param folder of the lab's reports */
  constructor(folder: string) {
    this.#file = join(folder, "last-gradings.json");
    this.#gradings = readLastGradings(this.#file);
  }

  /** The last reports of tests of a submission that was chosen like this; none before its first grading. */
  reports(flags: string): readonly TestReport[] {
    return (this.#gradings.find((one) => one.flags === flags)?.tests ?? []).map(({ report }) => report);
  }

  /** The last report of a test, where it was made of the same code and its pictures are still those. */
  reportOf(test: string, { flags, code }: { flags: string; code: string }): TestReport | undefined {
    const [newest] = this.#gradings;
    if (newest?.flags !== flags) return undefined;
    return newest.tests.find((one) => one.report.name === test && one.code === code)?.report;
  }

  /** Keeps the tests of a report, and of tests that are not in it what was kept before. Throws ToolError when it cannot be written. */
  keep({ tests }: Pick<GradeReport, "tests">, { flags, code }: { flags: string; code: string }): void {
    const judged = tests.filter(({ status }) => status !== "not-run");
    const before = this.#gradings.find((one) => one.flags === flags)?.tests ?? [];
    const kept = before.filter(({ report }) => !judged.some(({ name }) => name === report.name));
    const newest = {
      flags,
      tests: [...kept, ...judged.map((report) => ({ code, report: structuredClone(report) }))],
    } as LastGradings["gradings"][number];
    this.#gradings = [newest, ...this.#gradings.filter((one) => one.flags !== flags)].slice(0, MOST_KINDS);
    this.#write();
  }

  #write(): void {
    const text = (): string =>
      `${JSON.stringify({ schema: "last-gradings/v1", gradings: this.#gradings } satisfies LastGradings)}\n`;
    while (this.#gradings.length > 0 && Buffer.byteLength(text()) > MOST_REPORT_BYTES)
      this.#gradings = this.#gradings.slice(0, -1);
    if (this.#gradings.length > 0) writeResultFile(this.#file, text());
    else rmSync(this.#file, { force: true });
  }
}

function readLastGradings(file: string): LastGradings["gradings"] {
  const read = readRegularFile(file, { most: MOST_REPORT_BYTES });
  if (read.kind !== "content") return [];
  try {
    const shape = readShape(lastGradings, JSON.parse(decodeText(read.bytes)));
    return shape.kind === "read" ? shape.data.gradings : [];
  } catch {
    return [];
  }
}
