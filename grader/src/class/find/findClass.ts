import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ToolError } from "toolkit/cli/ToolError";
import { cleanName } from "toolkit/text/studentText";
import { gradescopeExport } from "./gradescopeExport";
import { assignSubmissions } from "./assignSubmissions";
import { exactKey, type Roster, type RosterStudent } from "./readRoster";
import { submissionNames, type SubmissionNames } from "./submissionNames";
import { isArchiveName } from "./unpackArchive";

/** Where a submission lies. */
export interface ClassSubmission {
  readonly kind: "folder" | "archive";
  /** Absolute. */
  readonly path: string;
  /** Relative to the folder of submissions, cleaned: how a teacher knows it. */
  readonly named: string;
  /** Milliseconds since the epoch, where the platform says so. */
  readonly handedIn?: number;
}

/** Somebody in the class, and what was handed in under that name. */
export interface ClassMember {
  readonly student: RosterStudent;
  readonly inRoster: boolean;
  /** More than one when it is not clear which one counts. */
  readonly submissions: readonly ClassSubmission[];
}

/** Files that lie beside submissions and are none. */
const NO_SUBMISSION = /^\.|^__MACOSX$|^node_modules$|\.(?:csv|json|ya?ml|md|txt|html|pdf)$/i;

/**
 * Everybody in a class: those on the roster in its order, then those who handed in and are not on it. Submissions are
 * folders and archives, one for each student, named as platforms name them when they are downloaded. Throws ToolError when the
 * folder cannot be read, or holds none.
 *
 * @param folder absolute
 * @param named how the user knows it
 */
export function findClass(folder: string, named: string, roster: Roster | undefined): ClassMember[] {
  const found = classSubmissions(folder, named);
  const students = roster?.students ?? [];
  const assigned = assignSubmissions(
    found.map(({ names }) => names),
    students,
  );
  const submissions = new Map<RosterStudent, ClassSubmission[]>();
  const others = new Map<
    string,
    { readonly names: SubmissionNames; readonly submissions: ClassSubmission[] }
  >();
  for (const [index, { submission, names }] of found.entries()) {
    const student = assigned[index];
    if (student !== undefined) {
      submissions.set(student, [...(submissions.get(student) ?? []), submission]);
      continue;
    }
    const key = exactKey(names.keys.join("_") || submission.named);
    const other = others.get(key) ?? { names, submissions: [] };
    other.submissions.push(submission);
    others.set(key, other);
  }
  const taken = new Map<string, number>(students.map(({ id }) => [exactKey(id), 1]));
  for (const { names } of others.values()) {
    const key = exactKey(names.keys[0] ?? "");
    taken.set(key, (taken.get(key) ?? 0) + 1);
  }
  return [
    ...students.map((student) => ({
      student,
      inRoster: true,
      submissions: submissions.get(student) ?? [],
    })),
    ...[...others.values()].map(({ names: { keys, mustAgree = false }, submissions: theirs }) => {
      // A name that somebody else has as well stands for nobody, nor does one that may be somebody's on the roster.
      const [name = ""] = keys;
      const isOwn = taken.get(exactKey(name)) === 1 && (!mustAgree || students.length === 0);
      const id = isOwn && name !== "" ? name : keys.join("_") || (theirs[0]?.named ?? "");
      return { student: { id, name: cleanName(id), columns: {} }, inRoster: false, submissions: theirs };
    }),
  ];
}

function classSubmissions(
  folder: string,
  named: string,
): { readonly submission: ClassSubmission; readonly names: SubmissionNames }[] {
  const exported = gradescopeExport(folder);
  const found = classFolderNames(folder, named).flatMap((name) => {
    const kind = kindOfClassSubmission(join(folder, name), name);
    if (kind === undefined || (exported !== undefined && !exported.has(name))) return [];
    const { keys, handedIn } = exported?.get(name) ?? {};
    const submission: ClassSubmission = {
      kind,
      path: join(folder, name),
      named: cleanName(name),
      ...(handedIn === undefined ? {} : { handedIn }),
    };
    return [
      {
        submission,
        names: keys === undefined ? submissionNames(name) : { keys: keys.length > 0 ? keys : [name] },
      },
    ];
  });
  if (found.length === 0)
    throw new ToolError(
      `expected a folder with a folder or an archive for each student after --submissions, got ${named}, which has none`,
    );
  return found;
}

/** Undefined for what is no submission. A name that is not in UTF-8 is read as another one, which is nowhere: it gets a row. */
function kindOfClassSubmission(path: string, name: string): ClassSubmission["kind"] | undefined {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return isArchiveName(name) ? "archive" : "folder";
  // A link may lead to the solution, or to another student's work.
  if (stats.isDirectory()) return "folder";
  return stats.isFile() && isArchiveName(name) ? "archive" : undefined;
}

function classFolderNames(folder: string, named: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => !NO_SUBMISSION.test(name) || isArchiveName(name))
      .sort();
  } catch (error) {
    throw new ToolError(
      `expected a folder of submissions after --submissions, got ${named}, which cannot be read (${(error as NodeJS.ErrnoException).code ?? "no reason given"})`,
    );
  }
}
