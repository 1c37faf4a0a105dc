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
import { isFinal } from "../row/isFinal";
import { classRowOf } from "../row/classRowOf";
import type { ClassMember, ClassSubmission } from "../find/findClass";
import { openSubmission } from "../find/openSubmission";
import { submissionFingerprint } from "../../fingerprint/submissionFingerprint";
import type { KeptRow } from "../keep/KeptRows";
import { isSameBasis, type RowBasis } from "../keep/RowBasis";
import { codeFilesIn } from "../similar/expectedCode";
import { studentFolderName } from "../row/studentFolderName";

const TIME_NOT_KNOWN = "when it was handed in is not known, so it counts as on time";

/** A row, what it was made of, and whether it was there already. */
export interface GradedMember extends KeptRow {
  readonly isKept: boolean;
}

/** Grades what one student handed in to one lab, or takes what is kept of it. Never rejects but when it is stopped. */
export async function gradeMember(grading: ClassGrading, member: ClassMember): Promise<GradedMember> {
  const { lab } = grading;
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
    return keepRow(grading, name, { submission: "", handedIn: "" }, row);
  }
  let submission: Submission | undefined;
  try {
    submission = await openSubmission(grading.root, lab, only);
    keepCode(grading, member, submission);
    return await gradeOpened(grading, member.student.id, { submission, found: only });
  } catch (error) {
    if (grading.signal?.aborted === true) throw error;
    // Whatever it is: the others are graded all the same.
    removeReport(grading, name);
    const reason = cleanText(error instanceof ToolError ? error.message : describeError(error));
    return keepRow(grading, name, { submission: "", handedIn: "" }, { kind: "ungradable", reason });
  } finally {
    submission?.dispose();
  }
}

function keepCode(
  { code, keepsCode, lab }: ClassGrading,
  { student: { id, name } }: ClassMember,
  { folder }: Submission,
): void {
  const student = studentFolderName(id);
  if (keepsCode === true) code.write(lab.name, student, { id, name, files: codeFilesIn(folder) });
  else code.forget(lab.name, student);
}

async function gradeOpened(
  grading: ClassGrading,
  id: string,
  { submission, found }: { readonly submission: Submission; readonly found: ClassSubmission },
): Promise<GradedMember> {
  const { lab, rows, runs, tests, pool, options, secretSeeds, checkTypes, signal, run } = grading;
  const name = studentFolderName(id);
  const fingerprint = submissionFingerprint(submission);
  const handedIn = deadlineOfSubmission(grading, id, { submission, found });
  const own = {
    submission: fingerprint,
    handedIn: hashOf([options.due, submission.lateDays, submission.leftOut, handedIn]),
  };
  const kept = rows.read(lab.name, name);
  // One that is not final is graded again next time.
  const isSettled = kept?.row.kind === "graded" && isFinal(kept.row);
  if (isSettled && isSameBasis(kept.basis, { ...grading.basis, ...own }) && hasReport(grading, name))
    return { ...kept, isKept: true };
  const { report, artifacts } = await gradeOnce({
    lab,
    submission,
    tests: lab.manifest.tests,
    options,
    secretSeeds,
    handedIn: forStudent(handedIn),
    isolation: grading.isolation,
    run: (asked, requests, more) =>
      runs.runner({ tests, submission: fingerprint, walls: grading.isolation.tier }, run)(asked, requests, {
        ...more,
        pool,
      }),
    ...(signal === undefined ? {} : { signal }),
    checkTypes,
  });
  removeReport(grading, name);
  writeReports(report, artifacts, { folder: reportFolder(grading, name) });
  return keepRow(grading, name, own, withReason(classRowOf(report), handedIn));
}

function keepRow(
  { rows, lab, basis }: ClassGrading,
  name: string,
  own: Pick<RowBasis, "submission" | "handedIn">,
  row: ClassRow,
): GradedMember {
  const made = { row, basis: { ...basis, ...own } };
  rows.write(lab.name, name, made);
  return { ...made, isKept: false };
}

function deadlineOfSubmission(
  { options, root, lab, handInTimes }: ClassGrading,
  student: string,
  { submission, found }: { readonly submission: Submission; readonly found: ClassSubmission },
): HandedInSubmission {
  const { due } = options;
  if (due === undefined) return {};
  const handedIn = handInTimes?.of(student, lab.name) ?? found.handedIn;
  return readDeadline(
    { due, ...(handedIn === undefined ? {} : { handedIn }) },
    { folder: submission.original, cwd: root },
  );
}

/** Why a time is not known, and what a teacher can do about it, is for the teacher. */
function forStudent({ deadline, ...more }: HandedInSubmission): HandedInSubmission {
  if (deadline?.problem === undefined) return { ...more, ...(deadline === undefined ? {} : { deadline }) };
  return { ...more, deadline: { ...deadline, problem: TIME_NOT_KNOWN } };
}

function withReason(row: ClassRow, { deadline }: HandedInSubmission): ClassRow {
  if (row.kind !== "graded" || row.timeUnknown === undefined) return row;
  return { ...row, timeUnknown: deadline?.problem ?? row.timeUnknown };
}

function reportFolder({ out, lab }: ClassGrading, name: string): string {
  return join(out, "students", name, "reports", lab.name);
}

function hasReport(grading: ClassGrading, name: string): boolean {
  return existsSync(join(reportFolder(grading, name), "report.json"));
}

/** Nothing of an earlier submission stays beside a new report. */
function removeReport(grading: ClassGrading, name: string): void {
  rmSync(reportFolder(grading, name), { recursive: true, force: true });
}

function hashOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 40);
}
