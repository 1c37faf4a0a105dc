import { Command } from "commander";
import { cpSync, existsSync, rmSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { makeFolders } from "toolkit/files/makeFolders";
import { executeCommand } from "toolkit/cli/executeCommand";
import { ToolError } from "toolkit/cli/ToolError";
import type { GradeContext } from "../grade/GradeContext";
import { latePolicyOption } from "./late/latePolicyOption";
import type { LatePolicy } from "./late/LatePolicy";
import { LateScores } from "./late/LateScores";
import { policyOfClass } from "./late/policyOfClass";
import { CLASS_OUT, EXIT_CODES } from "./classOptions";
import { keptFolder } from "./keep/keptFolder";
import { studentFolderName } from "./row/studentFolderName";
import type { ClassResult } from "./run/ClassResult";
import { tellClass } from "./tellClass";
import { hasCodeOfClass } from "./writeClassSimilarity";
import { writeClassPart, readClassPart } from "./part/ClassPart";
import { mergeParts, type NamedClassPart, type PlaceInParts } from "./part/mergeParts";

interface MergeOptions {
  readonly out: string;
  readonly latePolicy?: string;
  readonly similarity?: true;
}

/** `class merge`: puts the results of a class that was graded in parts into one folder. */
export async function runMergeCommand(args: readonly string[], context: GradeContext): Promise<number> {
  const command = new Command("npm run class merge")
    .usage("DIR... -- [OPTIONS]")
    .description(
      "Puts the results of a class that was graded in parts, with --shard, into one folder: everybody once, or a message.",
    )
    .argument("<dirs...>", "the --out of each part")
    .option("--out <dir>", "where the results of the whole class go", CLASS_OUT)
    .addOption(latePolicyOption())
    .option("--similarity", "also compare the programs; each part must have been graded with it")
    .addHelpText("after", EXIT_CODES);
  return executeCommand(command, args, context, () => {
    const options = command.opts<MergeOptions>();
    const { cwd } = context;
    const out = resolve(cwd, options.out);
    const parts = command.args.map((named): NamedClassPart => {
      const folder = resolve(cwd, named);
      if (folder === out)
        throw new ToolError(
          `expected another folder after --out than those of the parts, got ${relative(cwd, out) || "."}; name a new one`,
        );
      return { folder, named, part: readClassPart(folder, named) };
    });
    const { result: merged, places } = mergeParts(parts);
    if (options.similarity === true) refuseWithoutCode(parts);
    if (options.latePolicy !== undefined && merged.due === undefined)
      throw new ToolError(
        "expected parts that were graded with --due, got --late-policy for parts without a deadline; grade them with --due",
      );
    const { policy = merged.policy, notes } = policyOfClass(options.latePolicy, merged, context);
    const result = withLatePolicy(merged, policy);
    for (const place of places) copyStudent(place, out);
    for (const { folder } of parts) copyRuns(folder, out);
    writeClassPart(out, { ...result, everybody: result.members });
    return Promise.resolve(
      tellClass({ out, result, isPart: false, similarity: options.similarity ?? false, notes }, context),
    );
  });
}

/** Programs that are not there would be alike with nobody's. */
function refuseWithoutCode(parts: readonly NamedClassPart[]): void {
  for (const { folder, named, part } of parts)
    if (!hasCodeOfClass(folder, part))
      throw new ToolError(
        `expected parts that were graded with --similarity, got ${named} without the programs; run that part again with --similarity; nothing is graded again`,
      );
}

/** What changed was found out in the parts; what lateness makes of it now, goes by this policy. */
function withLatePolicy(merged: ClassResult, policy: LatePolicy | undefined): ClassResult {
  if (policy === undefined) return merged;
  const late = new LateScores({ ...merged, policy });
  const changes = merged.changes.map((change) => {
    const points = late.of(change.id, change.lab)?.points;
    return points === undefined ? change : { ...change, lateNow: points };
  });
  return { ...merged, policy, changes };
}

/** A student's reports, and what is kept of the student, in place of what was there. */
function copyStudent({ from: { folder, part }, at }: PlaceInParts, out: string): void {
  const id = part.members[at]?.student.id;
  if (id === undefined) return;
  const name = studentFolderName(id);
  replaceByCopy(join(folder, "students", name), join(out, "students", name));
  for (const { lab } of part.labs)
    for (const what of ["rows", "code"] as const)
      replaceByCopy(
        join(keptFolder(folder, what), lab, `${name}.json`),
        join(keptFolder(out, what), lab, `${name}.json`),
      );
}

/** Runs have names that say all of them, so those of all parts go into one folder. */
function copyRuns(folder: string, out: string): void {
  const runs = keptFolder(folder, "runs");
  if (!existsSync(runs)) return;
  makeFolders(keptFolder(out, "runs"));
  cpSync(runs, keptFolder(out, "runs"), { recursive: true });
}

function replaceByCopy(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  if (existsSync(from)) cpSync(from, to, { recursive: true });
}
