import { relative, resolve } from "node:path";
import { EXIT } from "toolkit/cli/EXIT";
import { executeCommand } from "toolkit/cli/executeCommand";
import { labNames, readLab } from "toolkit/labs/readLab";
import type { GradeContext } from "../grade/GradeContext";
import { ALL_LABS } from "../grade/gradeAll";
import { readLatePolicy } from "./book/LatePolicy";
import { classCommand, type ClassOptions } from "./classOptions";
import { findClass, type ClassMember } from "./find/findClass";
import { readRoster } from "./find/readRoster";
import { gradeClassLab } from "./gradeClassLab";
import { renderClassTable } from "./renderClassTable";
import type { ClassLabResult, ClassResult } from "./run/ClassResult";
import { writeClass } from "./writeClass";
import { writeClassSimilarity } from "./writeClassSimilarity";

/** The `class` command: grades everybody's submissions, and writes a folder for each student, tables, and a page. */
export async function runClassCommand(args: readonly string[], context: GradeContext): Promise<number> {
  const command = classCommand();
  return executeCommand(command, args, context, async () => {
    const options = command.opts<ClassOptions>();
    const { root, cwd, print } = context;
    const labs = labsOfClass(root, command.args[0] ?? "");
    const out = resolve(cwd, options.out);
    const policy =
      options.latePolicy === undefined
        ? undefined
        : readLatePolicy(resolve(cwd, options.latePolicy), options.latePolicy);
    const members = membersOfClass(options, context);
    const results: ClassLabResult[] = [];
    for (const lab of labs) results.push(await gradeClassLab({ lab, members, out, options }, context));
    const result: ClassResult = { members, labs: results };
    writeClass(out, result, policy);
    print(renderClassTable(result, context));
    if (options.similarity === true) print(writeClassSimilarity(root, out, result));
    print(`\nGradebook, page and reports: ${relative(cwd, out) || "."}\n`);
    return exitCodeOfClass(result);
  });
}

function labsOfClass(root: string, asked: string): readonly string[] {
  return asked === ALL_LABS ? labNames(root) : [readLab(root, asked).name];
}

function membersOfClass({ submissions, roster }: ClassOptions, { cwd }: GradeContext): ClassMember[] {
  const list = roster === undefined ? undefined : readRoster(resolve(cwd, roster), roster);
  return findClass(resolve(cwd, submissions), submissions, list);
}

function exitCodeOfClass({ labs }: ClassResult): number {
  const rows = labs.flatMap(({ results }) => results.map(({ row }) => row));
  const isUngraded = rows.some(
    (row) => row.kind === "ungradable" || (row.kind === "graded" && row.unjudged.length > 0),
  );
  return isUngraded ? EXIT.lessThanFullMarks : EXIT.fullMarks;
}
