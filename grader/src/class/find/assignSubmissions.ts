import { classKey, exactKey, type RosterStudent } from "./readRoster";
import type { SubmissionNames } from "./submissionNames";

/** Finds the student of the roster whom a text names; undefined when it names nobody, or several. */
type FindStudent = (text: string) => RosterStudent | undefined;

/**
 * Whose each of these submissions is, in their order; undefined where that is nobody on the roster, or not clear. Students
 * choose some of these names themselves, so nobody must get into another's row by a name.
 */
export function assignSubmissions(
  all: readonly SubmissionNames[],
  students: readonly RosterStudent[],
): (RosterStudent | undefined)[] {
  const find = studentFinder(students);
  const assigned = all.map((names) => studentOfKeys(names, find));
  const ends = all.map((names, index) =>
    assigned[index] === undefined && names.endsWithKey === true ? endsOf(names, find) : [],
  );
  const usual = mostFrequent(ends.flatMap((found) => found.map(({ before }) => before)));
  const withUsual = ends.map((found) => found.find(({ before }) => before === usual)?.student);
  const taken = new Set([...assigned, ...withUsual].filter((student) => student !== undefined));
  return assigned.map((student, index) => {
    // What stands before the name of all others is no part of this one's; "lab1-x-jane" is perhaps somebody called x-jane.
    const byEnd = ends[index]?.[0]?.student;
    return student ?? withUsual[index] ?? (byEnd === undefined || taken.has(byEnd) ? undefined : byEnd);
  });
}

function studentOfKeys(
  { keys, mustAgree = false }: SubmissionNames,
  find: FindStudent,
): RosterStudent | undefined {
  const [first, ...others] = keys.map(find).filter((student) => student !== undefined);
  return mustAgree && others.some((other) => other !== first) ? undefined : first;
}

/** "lab1-jane-doe" of a classroom: all ends that are somebody's, the longest first, and what stands before them. */
function endsOf({ keys }: SubmissionNames, find: FindStudent): { before: string; student: RosterStudent }[] {
  const parts = (keys[0] ?? "").split("-");
  return parts.slice(1).flatMap((_, index) => {
    const student = find(parts.slice(index + 1).join("-"));
    return student === undefined ? [] : [{ before: parts.slice(0, index + 1).join("-"), student }];
  });
}

function mostFrequent(texts: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}

/** By any value of the roster that names one student and no other: as it is written, else by its letters and digits. */
function studentFinder(students: readonly RosterStudent[]): FindStudent {
  const exact = studentsBy(students, exactKey);
  const alike = studentsBy(students, classKey);
  return (text) => exact.get(exactKey(text)) ?? alike.get(classKey(text));
}

function studentsBy(
  students: readonly RosterStudent[],
  keyOf: (text: string) => string,
): ReadonlyMap<string, RosterStudent> {
  const byKey = new Map<string, RosterStudent | "several">();
  const add = (key: string, student: RosterStudent): void => {
    const before = byKey.get(key);
    byKey.set(key, before === undefined || before === student ? student : "several");
  };
  for (const student of students)
    for (const key of new Set(namesOf(student).map(keyOf))) if (key !== "") add(key, student);
  // An id is unique among ids; that it stands in another student's row as well says nothing.
  for (const { id } of students) byKey.delete(keyOf(id));
  for (const student of students) add(keyOf(student.id), student);
  const clear = [...byKey].filter((entry): entry is [string, RosterStudent] => entry[1] !== "several");
  return new Map(clear);
}

/** Moodle's grading worksheet calls somebody "Participant 555", and the download has the number. */
const PARTICIPANT = /^Participant (\d+)$/;

function namesOf({ id, name, columns }: RosterStudent): string[] {
  const names = [id, name, ...Object.values(columns)];
  return [...names, ...names.flatMap((one) => PARTICIPANT.exec(one)?.[1] ?? [])];
}
