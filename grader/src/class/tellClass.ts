import { relative, resolve } from "node:path";
import { EXIT } from "toolkit/cli/EXIT";
import type { GradeContext } from "../grade/GradeContext";
import { readLatePolicy } from "./book/LatePolicy";
import { renderClassTable } from "./renderClassTable";
import type { ClassResult } from "./run/ClassResult";
import { writeClass } from "./writeClass";
import { writeClassSimilarity } from "./writeClassSimilarity";

/** The results of a class, and what to make of them. */
export interface ToldClass {
  /** Absolute. */
  readonly out: string;
  readonly result: ClassResult;
  /** A file, relative to where the user is. Default: lateness is shown alone. */
  readonly latePolicy?: string;
  readonly similarity?: boolean;
}

/** Writes the tables and pages of a class, and prints what there is to know. Returns the exit code. Throws ToolError. */
export function tellClass(
  { out, result, latePolicy, similarity = false }: ToldClass,
  context: GradeContext,
): number {
  const { root, cwd, print } = context;
  const policy = latePolicy === undefined ? undefined : readLatePolicy(resolve(cwd, latePolicy), latePolicy);
  writeClass(out, result, policy);
  print(renderClassTable(result, context));
  if (similarity) print(writeClassSimilarity(root, out, result));
  print(`\nGradebook, page and reports: ${relative(cwd, out) || "."}\n`);
  return exitCodeOfClass(result);
}

function exitCodeOfClass({ labs }: ClassResult): number {
  const rows = labs.flatMap(({ results }) => results.map(({ row }) => row));
  const isUngraded = rows.some(
    (row) => row.kind === "ungradable" || (row.kind === "graded" && row.unjudged.length > 0),
  );
  return isUngraded ? EXIT.lessThanFullMarks : EXIT.fullMarks;
}
