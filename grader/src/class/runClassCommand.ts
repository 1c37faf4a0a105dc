import { resolve } from "node:path";
import { executeCommand } from "toolkit/cli/executeCommand";
import { labNames, readLab } from "toolkit/labs/readLab";
import type { GradeContext } from "../grade/GradeContext";
import { ALL_LABS } from "../grade/gradeAll";
import { versionOfKit } from "toolkit/files/kitVersion";
import { readLatePolicy } from "./book/LatePolicy";
import { classCommand, type ClassOptions } from "./classOptions";
import { findClass, type ClassMember } from "./find/findClass";
import { readRoster } from "./find/readRoster";
import { gradeClassLab } from "./gradeClassLab";
import { removeUnfinishedFiles } from "./keep/writeKeptFile";
import { earlierClassPart, setClassPartAside, writeClassPart } from "./part/ClassPart";
import { changesOfClass } from "./part/changesOfClass";
import { makeClassFolder } from "./keep/makeClassFolder";
import { runDiffCommand } from "./runDiffCommand";
import { runMergeCommand } from "./runMergeCommand";
import { membersOfShard } from "./part/shardOfClass";
import type { ClassLabResult, ClassResult } from "./run/ClassResult";
import { tellClass } from "./tellClass";

/** The `class` command: grades everybody's submissions, and writes a folder for each student, tables, and a page. */
export async function runClassCommand(args: readonly string[], context: GradeContext): Promise<number> {
  const [first, ...rest] = args;
  if (first === "merge") return runMergeCommand(rest, context);
  if (first === "diff") return runDiffCommand(rest, context);
  const command = classCommand();
  return executeCommand(command, args, context, async () => {
    const options = command.opts<ClassOptions>();
    const { root, cwd } = context;
    const labs = labsOfClass(root, command.args[0] ?? "");
    const out = resolve(cwd, options.out);
    // One that cannot be read is told of now, and not after hours.
    if (options.latePolicy !== undefined)
      readLatePolicy(resolve(cwd, options.latePolicy), options.latePolicy);
    const everybody = membersOfClass(options, context);
    const members = membersOfShard(everybody, options.shard);
    makeClassFolder(out);
    removeUnfinishedFiles(out);
    setClassPartAside(out);
    const results: ClassLabResult[] = [];
    for (const lab of labs) results.push(await gradeClassLab({ lab, members, out, options }, context));
    const before = earlierClassPart(out);
    const changes = before === undefined ? [] : changesOfClass(before, { members, labs: results });
    const result: ClassResult = { kit: versionOfKit(), members, labs: results, changes };
    const { shard } = options;
    writeClassPart(out, { ...result, ...(shard === undefined ? {} : { shard }), everybody });
    return tellClass({ ...options, out, result }, context);
  });
}

function labsOfClass(root: string, asked: string): readonly string[] {
  return asked === ALL_LABS ? labNames(root) : [readLab(root, asked).name];
}

function membersOfClass({ submissions, roster }: ClassOptions, { cwd }: GradeContext): ClassMember[] {
  const list = roster === undefined ? undefined : readRoster(resolve(cwd, roster), roster);
  return findClass(resolve(cwd, submissions), submissions, list);
}
