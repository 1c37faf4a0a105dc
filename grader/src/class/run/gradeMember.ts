import { createHash } from "node:crypto";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describeError } from "toolkit/cli/describeError";
import { ToolError } from "toolkit/cli/ToolError";
import { cleanText } from "toolkit/text/studentText";
import type { Submission } from "toolkit/submission/findSubmission";
import { readDeadline, type HandedInSubmission } from "../../deadline/readDeadline";
import { gradeOnce } from "../../grade/gradeOnce";
import { writeReports } from "../../report/write/writeReports";
import type { ClassGrading } from "./ClassGrading";
import type { ClassRow } from "../row/ClassRow";
import { classRowOf } from "../row/classRowOf";
import type { ClassMember, ClassSubmission } from "../find/findClass";
import { openSubmission } from "../find/openSubmission";
import type { KeptRow, RowBasis } from "../keep/KeptRows";
import { submissionFingerprint } from "../../fingerprint/submissionFingerprint";
import { studentFolderName } from "../row/studentFolderName";

/** A row, and whether it was there already. */
export interface GradedMember extends Pick<KeptRow, "row" | "changed"> {
  readonly isKept: boolean;
}

/** Grades what one student handed in to one lab, or takes what is kept of it. Never rejects but when it is stopped. */
export async function gradeMember(grading: ClassGrading, member: ClassMember): Promise<GradedMember> {
  const { lab, rows } = grading;
  const name = studentFolderName(member.student.id);
  const [only, ...more] = member.submissions;
  if (only === undefined || more.length > 0) {
    removeReport(grading, name);
    const row: ClassRow =
      only === undefined
        ? { kind: "missing" }
        : {
            kind: "ungradable",
            reason: `expected one submission, got ${member.submissions.map(({ named }) => named).join(", ")}; leave the one that counts`,
          };
    const basis = { submission: "", tests: "", report: "" };
    return { ...rows.write(lab.name, name, { basis, row }), isKept: false };
  }
  let submission: Submission | undefined;
  try {
    submission = await openSubmission(grading.root, lab, only);
    return await gradeOpened(grading, name, { submission, found: only });
  } catch (error) {
    if (grading.signal?.aborted === true) throw error;
    // Whatever it is: the others are graded all the same.
    removeReport(grading, name);
    const reason = cleanText(error instanceof ToolError ? error.message : describeError(error));
    const basis = { submission: "", tests: grading.testsHash, report: grading.reportHash };
    return { ...rows.write(lab.name, name, { basis, row: { kind: "ungradable", reason } }), isKept: false };
  } finally {
    submission?.dispose();
  }
}

async function gradeOpened(
  grading: ClassGrading,
  name: string,
  { submission, found }: { readonly submission: Submission; readonly found: ClassSubmission },
): Promise<GradedMember> {
  const { lab, rows, runs, tests, pool, options, secretSeeds, checkTypes, signal } = grading;
  const fingerprint = submissionFingerprint(submission);
  const handedIn = deadlineOfSubmission(grading, submission, found);
  const basis: RowBasis = {
    submission: fingerprint,
    tests: grading.testsHash,
    report: hashOf([grading.reportHash, submission.lateDays, submission.leftOut, handedIn]),
  };
  const kept = rows.read(lab.name, name);
  if (kept?.row.kind === "graded" && sameBasis(kept.basis, basis) && hasReport(grading, name))
    return { row: kept.row, isKept: true };
  const { report, artifacts } = await gradeOnce({
    lab,
    submission,
    tests: lab.manifest.tests,
    options,
    secretSeeds,
    handedIn,
    run: (asked, requests, more) =>
      runs.runner({ tests, submission: fingerprint })(asked, requests, { ...more, pool }),
    onTest: (run) => {
      grading.onTest?.(name, run.test);
    },
    ...(signal === undefined ? {} : { signal }),
    checkTypes,
  });
  removeReport(grading, name);
  writeReports(report, artifacts, { root: studentFolder(grading, name) });
  const row = classRowOf(report);
  // One that is not final is graded again next time.
  const isFinal = row.unjudged.length === 0;
  return {
    ...rows.write(lab.name, name, { basis: isFinal ? basis : { ...basis, report: "" }, row }),
    isKept: false,
  };
}

function deadlineOfSubmission(
  { options, root }: ClassGrading,
  { original }: Submission,
  { handedIn }: ClassSubmission,
): HandedInSubmission {
  const { due } = options;
  if (due === undefined) return {};
  return readDeadline(
    { due, ...(handedIn === undefined ? {} : { handedIn }) },
    { folder: original, cwd: root },
  );
}

function sameBasis(one: RowBasis, other: RowBasis): boolean {
  return one.submission === other.submission && one.tests === other.tests && one.report === other.report;
}

function studentFolder({ out }: ClassGrading, name: string): string {
  return join(out, "students", name);
}

function hasReport(grading: ClassGrading, name: string): boolean {
  return existsSync(join(studentFolder(grading, name), "reports", grading.lab.name, "report.json"));
}

/** Nothing of an earlier submission stays beside a new report. */
function removeReport(grading: ClassGrading, name: string): void {
  rmSync(join(studentFolder(grading, name), "reports", grading.lab.name), { recursive: true, force: true });
}

function hashOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 40);
}
