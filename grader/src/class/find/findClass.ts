import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ToolError } from "toolkit/cli/ToolError";
import { gradescopeExport } from "./gradescopeExport";
import { classKey, type Roster, type RosterStudent } from "./readRoster";
import { submissionNames, type SubmissionNames } from "./submissionNames";
import { isArchiveName } from "./unpackArchive";

/** Where a submission lies. */
export interface ClassSubmission {
  readonly kind: "folder" | "archive";
  /** Absolute. */
  readonly path: string;
  /** Relative to the folder of submissions: how a teacher knows it. */
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
  const byKey = rosterKeys(roster?.students ?? []);
  const submissions = new Map<RosterStudent, ClassSubmission[]>();
  const others = new Map<string, ClassMember & { submissions: ClassSubmission[] }>();
  for (const { submission, names } of found) {
    const student = studentOfSubmission(names, byKey);
    if (student !== undefined) {
      submissions.set(student, [...(submissions.get(student) ?? []), submission]);
      continue;
    }
    const id = names.keys[0] ?? submission.named;
    const other = others.get(classKey(id)) ?? {
      student: { id, name: id, columns: {} },
      inRoster: false,
      submissions: [],
    };
    other.submissions.push(submission);
    others.set(classKey(id), other);
  }
  return [
    ...(roster?.students ?? []).map((student) => ({
      student,
      inRoster: true,
      submissions: submissions.get(student) ?? [],
    })),
    ...others.values(),
  ];
}

function classSubmissions(
  folder: string,
  named: string,
): { readonly submission: ClassSubmission; readonly names: SubmissionNames }[] {
  const exported = gradescopeExport(folder);
  const found = classFolderNames(folder, named).flatMap((name) => {
    const stats = lstatSync(join(folder, name));
    // A link may lead to the solution, or to another student's work.
    const kind = stats.isDirectory()
      ? "folder"
      : stats.isFile() && isArchiveName(name)
        ? "archive"
        : undefined;
    if (kind === undefined || (exported !== undefined && !exported.has(name))) return [];
    const { keys, handedIn } = exported?.get(name) ?? {};
    const submission: ClassSubmission = {
      kind,
      path: join(folder, name),
      named: name,
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

/** All values of the roster that name one student and no other. */
function rosterKeys(students: readonly RosterStudent[]): ReadonlyMap<string, RosterStudent> {
  const byKey = new Map<string, RosterStudent | "several">();
  for (const student of students) {
    const values = [student.id, student.name, ...Object.values(student.columns)];
    for (const key of new Set(values.map(classKey))) {
      if (key === "") continue;
      const before = byKey.get(key);
      byKey.set(key, before === undefined || before === student ? student : "several");
    }
  }
  // An id is unique among ids; that it stands in another student's row as well says nothing.
  for (const student of students) byKey.set(classKey(student.id), student);
  const clear = [...byKey].filter((entry): entry is [string, RosterStudent] => entry[1] !== "several");
  return new Map(clear);
}

function studentOfSubmission(
  { keys, endsWithKey = false }: SubmissionNames,
  byKey: ReadonlyMap<string, RosterStudent>,
): RosterStudent | undefined {
  for (const key of keys) {
    const student = byKey.get(classKey(key));
    if (student !== undefined) return student;
  }
  if (!endsWithKey) return undefined;
  // "lab1-jane-doe" of a classroom: the longest end that is somebody's.
  const parts = (keys[0] ?? "").split("-");
  for (let from = 1; from < parts.length; from++) {
    const student = byKey.get(classKey(parts.slice(from).join("-")));
    if (student !== undefined) return student;
  }
  return undefined;
}
