import { resolve } from "node:path";
import { nearestName } from "toolkit/cli/nearestName";
import { ToolError } from "toolkit/cli/ToolError";
import { executeCommand } from "toolkit/cli/executeCommand";
import { labNames, readLab } from "toolkit/labs/readLab";
import type { GradeContext } from "../grade/GradeContext";
import { ALL_LABS } from "../grade/gradeAll";
import { versionOfKit } from "toolkit/files/kitVersion";
import { policyOfClass } from "./late/policyOfClass";
import { classCommand, type ClassOptions } from "./classOptions";
import { findClass } from "./find/findClass";
import { readHandInTimes } from "./find/readHandInTimes";
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
    refuseWithoutDeadline(options);
    refuseUnknownLabs(options, labNames(root));
    const roster =
      options.roster === undefined ? undefined : readRoster(resolve(cwd, options.roster), options.roster);
    const everybody = findClass(resolve(cwd, options.submissions), options.submissions, roster);
    // What cannot be read is told of now, and not after hours.
    const { policy, notes } = policyOfClass(
      options.latePolicy,
      { members: everybody, labs: labs.map((lab) => ({ lab })) },
      context,
    );
    const times =
      options.handedIn === undefined
        ? {}
        : {
            handInTimes: readHandInTimes(resolve(cwd, options.handedIn), options.handedIn, {
              members: everybody,
              labs: labNames(root),
            }),
          };
    const members = membersOfShard(everybody, options.shard);
    makeClassFolder(out);
    removeUnfinishedFiles(out);
    setClassPartAside(out);
    const results: ClassLabResult[] = [];
    try {
      for (const lab of labs)
        results.push(await gradeClassLab({ lab, members, out, options, ...times }, context));
    } catch (error) {
      if (context.signal?.aborted !== true) throw error;
      throw new ToolError("interrupted; what was graded is kept, and the same command goes on from there");
    }
    const before = earlierClassPart(out);
    const graded = {
      kit: versionOfKit(),
      members,
      labs: results,
      ...(options.due === undefined ? {} : { due: options.due }),
      ...(policy === undefined ? {} : { policy }),
      ...(roster?.pointsPossible === undefined ? {} : { pointsPossible: roster.pointsPossible }),
    };
    const changes = before === undefined ? [] : changesOfClass(before, graded);
    const result: ClassResult = { ...graded, changes };
    const { shard, similarity = false } = options;
    writeClassPart(out, { ...result, ...(shard === undefined ? {} : { shard }), everybody });
    return tellClass({ out, result, isPart: shard !== undefined, similarity, notes }, context);
  });
}

/** Days late come from a deadline: without one, these options would change nothing, and nobody would notice. */
function refuseWithoutDeadline({ due, latePolicy, handedIn }: ClassOptions): void {
  const given =
    latePolicy !== undefined ? "--late-policy" : handedIn !== undefined ? "--handed-in" : undefined;
  if (due === undefined && given !== undefined)
    throw new ToolError(`expected --due with ${given}, got ${given} alone; say what the deadline is`);
}

function refuseUnknownLabs({ due = {} }: ClassOptions, labs: readonly string[]): void {
  for (const lab of Object.keys(due))
    if (lab !== "" && !labs.includes(lab))
      throw new ToolError(
        `expected a lab (${labs.join(", ")}) in --due LAB=TIME, got ${JSON.stringify(lab)}${nearestName(lab, labs)}`,
      );
}

function labsOfClass(root: string, asked: string): readonly string[] {
  return asked === ALL_LABS ? labNames(root) : [readLab(root, asked).name];
}
