import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { EXIT } from "toolkit/cli/EXIT";
import type { GradeContext } from "../grade/GradeContext";
import { otherScales } from "./book/platformCsvs";
import { renderClassTable } from "./renderClassTable";
import { isFinal } from "./row/isFinal";
import { rowOfMember } from "./row/rowOfMember";
import type { ClassResult } from "./run/ClassResult";
import { writeClass } from "./writeClass";
import { SIMILARITY, similarityPage, writeClassSimilarity } from "./writeClassSimilarity";

/** The results of a class, and what to make of them. */
export interface ToldClass {
  /** Absolute. */
  readonly out: string;
  readonly result: ClassResult;
  /** Whether it is one shard of a class. */
  readonly isPart: boolean;
  readonly similarity: boolean;
  /** What else there is to say, a line each. */
  readonly notes: readonly string[];
}

/** Writes the tables and pages of a class, and prints what there is to know. Returns the exit code. Throws ToolError. */
export function tellClass(
  { out, result, isPart, similarity, notes }: ToldClass,
  context: GradeContext,
): number {
  const { root, cwd, print } = context;
  const pages = similarity ? result.labs.map(({ lab }) => similarityPage(lab)) : [];
  writeClass(out, result, pages);
  print(renderClassTable(result, context));
  for (const note of [...notes, ...(isPart ? [] : strangers(result)), ...otherScales(result)])
    print(`${note}\n`);
  if (similarity) print(writeClassSimilarity(root, out, result));
  else if (existsSync(join(out, SIMILARITY)))
    print(`${SIMILARITY}/ is of an earlier grading; with --similarity it is made anew.\n`);
  print(`\nGradebook, page and reports: ${relative(cwd, out) || "."}\n`);
  const open = result.labs.flatMap(({ results }) => results).filter(({ row }) => !isFinal(row)).length;
  if (open === 0) return EXIT.fullMarks;
  print(
    `${open === 1 ? "1 submission has" : `${String(open)} submissions have`} no final score: exit code 1.\n`,
  );
  return EXIT.lessThanFullMarks;
}

/** Where nobody on a roster handed in and others did, the names of one do not stand for those of the other. */
function strangers({ members, labs }: ClassResult): string[] {
  const handedIn = (at: number): boolean => labs.some((lab) => rowOfMember(lab, at).kind !== "missing");
  const listed = members.flatMap(({ inRoster }, at) => (inRoster ? [handedIn(at)] : []));
  const others = members.length - listed.length;
  if (listed.length === 0 || others === 0 || listed.includes(true)) return [];
  return [
    `Nobody on the roster (${String(listed.length)}) has a submission, and ${others === 1 ? "1 submission belongs" : `${String(others)} submissions belong`} to nobody on it: the names do not match. Do not import these points.`,
  ];
}
