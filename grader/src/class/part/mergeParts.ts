import { ToolError } from "toolkit/cli/ToolError";
import { kitInWords } from "toolkit/files/kitVersion";
import type { ClassDeadlines } from "../late/ClassDeadlines";
import type { ClassLabResult, ClassResult } from "../run/ClassResult";
import type { ClassPart } from "./ClassPart";

/** A part, and the folder that it is from. */
export interface NamedClassPart {
  readonly part: ClassPart;
  /** Absolute. */
  readonly folder: string;
  /** How the user knows it. */
  readonly named: string;
}

/** Somebody's place in the parts. */
export interface PlaceInParts {
  readonly from: NamedClassPart;
  /** Number among the part's members. */
  readonly at: number;
}

/** Students that a message names. */
const MOST_NAMED = 5;

/**
 * Puts the parts of a class together: everybody once, in the class's order. Throws ToolError when somebody is in two of
 * them or in none, or when they were graded by different kits, tests or points.
 */
export function mergeParts(parts: readonly NamedClassPart[]): {
  readonly result: ClassResult;
  /** For each member, where the results are. */
  readonly places: readonly PlaceInParts[];
} {
  const [first, ...others] = parts;
  if (first === undefined) throw new ToolError("expected folders with the parts of a class, got none");
  for (const other of others) refuseOtherClass(first, other);
  const places = placesOfMembers(parts);
  const { everybody, labs, due, policy, pointsPossible } = first.part;
  const missing = everybody.filter((id) => !places.has(id));
  if (missing.length > 0) throw new ToolError(missingStudents(missing, parts));
  const inOrder = everybody.flatMap((id) => places.get(id) ?? []);
  return {
    places: inOrder,
    result: {
      kit: first.part.kit,
      members: inOrder.flatMap(({ from, at }) => {
        const member = from.part.members[at];
        return member === undefined ? [] : [{ ...member, submissions: [] }];
      }),
      ...(due === undefined ? {} : { due }),
      ...(policy === undefined ? {} : { policy }),
      ...(pointsPossible === undefined ? {} : { pointsPossible }),
      changes: parts.flatMap(({ part: { changes } }) => changes),
      labs: labs.map(({ lab, title, fingerprint }, number): ClassLabResult => ({
        lab,
        title,
        fingerprint,
        results: inOrder.flatMap(({ from, at }) => from.part.labs[number]?.results[at] ?? []),
      })),
    },
  };
}

function placesOfMembers(parts: readonly NamedClassPart[]): ReadonlyMap<string, PlaceInParts> {
  const places = new Map<string, PlaceInParts>();
  for (const from of parts)
    for (const [at, { student }] of from.part.members.entries()) {
      const before = places.get(student.id);
      if (before !== undefined)
        throw new ToolError(
          `expected each student in one part, got ${JSON.stringify(student.id)} in ${before.from.named} and ${from.named}; leave one of them out`,
        );
      places.set(student.id, { from, at });
    }
  return places;
}

function refuseOtherClass(one: NamedClassPart, other: NamedClassPart): void {
  const differs = (what: string, of: (part: ClassPart) => string): void => {
    const [expected, got] = [of(one.part), of(other.part)];
    if (expected !== got)
      throw new ToolError(
        `expected parts of one class, got ${one.named} with ${what} ${expected} and ${other.named} with ${got}; grade both in the same way`,
      );
  };
  differs("kit", ({ kit }) => kitInWords(kit));
  differs("labs", ({ labs }) => labs.map(({ lab }) => lab).join(", "));
  for (const [number, { lab }] of one.part.labs.entries())
    differs(`tests and points of ${lab}`, ({ labs }) => (labs[number]?.fingerprint ?? "").slice(0, 12));
  differs("deadline", ({ due = {} }) => deadlinesInWords(due));
  differs("late policy", ({ policy }) => (policy === undefined ? "none" : JSON.stringify(policy)));
  const lists = [one, other].map(({ part }) => new Set(part.everybody));
  const only = [...(lists[0] ?? [])].find((id) => lists[1]?.has(id) === false);
  const onlyOther = [...(lists[1] ?? [])].find((id) => lists[0]?.has(id) === false);
  const odd = only ?? onlyOther;
  if (odd !== undefined)
    throw new ToolError(
      `expected parts of one class, got ${JSON.stringify(odd)} in the class of ${(only === undefined ? other : one).named} alone; grade both with the same submissions and roster`,
    );
}

function missingStudents(missing: readonly string[], parts: readonly NamedClassPart[]): string {
  const named = missing.slice(0, MOST_NAMED).map((id) => JSON.stringify(id));
  const more = missing.length > named.length ? ` and ${String(missing.length - named.length)} more` : "";
  const shards = parts.flatMap(({ part: { shard } }) => shard ?? []);
  const absent = Array.from({ length: shards[0]?.of ?? 0 }, (_, at) => at + 1).filter((number) =>
    shards.every((shard) => shard.number !== number),
  );
  const advice =
    absent.length === 0
      ? "grade them, and name that folder too"
      : absent.length === 1
        ? `name the folder of shard ${absent.join("")} too`
        : `name the folders of shards ${absent.join(", ")} too`;
  return `expected everybody in one of the parts, got no results of ${named.join(", ")}${more}; ${advice}`;
}

function deadlinesInWords(due: ClassDeadlines): string {
  const words = Object.entries(due).map(
    ([lab, at]) => `${lab === "" ? "" : `${lab} `}${new Date(at).toISOString()}`,
  );
  return words.sort().join(", ") || "none";
}
