import { Command, Option } from "commander";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { EXIT } from "toolkit/cli/EXIT";
import { executeCommand } from "toolkit/cli/executeCommand";
import { jobsOption } from "toolkit/cli/jobsOption";
import { ToolError } from "toolkit/cli/ToolError";
import { labNames, readLab } from "toolkit/labs/readLab";
import { deadlineInstant } from "../deadline/deadlineInstant";
import type { GradeContext } from "../grade/GradeContext";
import { ALL_LABS } from "../grade/gradeAll";
import { secretSeedsOf } from "../grade/secretSeeds";
import { hasHiddenTests, withHiddenTests } from "../labs/withHiddenTests";
import { gradebookCsv, platformCsvs } from "./book/gradebook";
import { readLatePolicy, type LatePolicy } from "./book/LatePolicy";
import { classProgress } from "./classProgress";
import type { ClassLabResult, ClassResult } from "./run/ClassResult";
import { findClass, type ClassMember } from "./find/findClass";
import { readRoster } from "./find/readRoster";
import { gradeClass } from "./run/gradeClass";
import { pointsOfRow, renderClassPage } from "./page/renderClassPage";
import { renderClassTable } from "./renderClassTable";

interface ClassArguments {
  readonly submissions: string;
  readonly roster?: string;
  readonly out: string;
  readonly due?: number;
  readonly latePolicy?: string;
  readonly secretSeeds?: string;
  readonly hiddenTests?: string;
  readonly jobs: number;
}

/** Where results go when nobody says; git ignores it. */
const OUT = "reports/class";

/** The `class` command: grades everybody's submissions, and writes a folder for each student, tables, and a page. */
export async function runClassCommand(args: readonly string[], context: GradeContext): Promise<number> {
  const command = classCommand();
  return executeCommand(command, args, context, async () => {
    const options = command.opts<ClassArguments>();
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
    print(`\nGradebook, page and reports: ${relative(cwd, out) || "."}\n`);
    return exitCodeOfClass(result);
  });
}

function classCommand(): Command {
  return new Command("npm run class")
    .usage("LAB -- --submissions DIR [OPTIONS]")
    .description(
      "Grades the submissions of a whole class. Run it again to go on after an interruption, or after a change: what is as it was is not run again.",
    )
    .argument("<lab>", "the lab, such as lab1; all for every lab")
    .requiredOption("--submissions <dir>", "a folder with a folder, repository or archive for each student")
    .option("--roster <file>", "CSV of the students: who is on it and handed in nothing gets a row too")
    .option("--out <dir>", "where results go; also what is kept for the next time", OUT)
    .option("--due <time>", "say how late each is; a time such as 2026-10-01T23:59:00+02:00", deadlineInstant)
    .addOption(
      new Option("--late-policy <file>", "JSON: free days, penalties, extensions; shown beside the scores"),
    )
    .option("--secret-seeds <file>", "also run the seeds in this file, without showing them")
    .option(
      "--hidden-tests <dir>",
      "also run a teacher's tests in this folder; show only their points and hints",
    )
    .addOption(jobsOption("processes at a time", 256))
    .addHelpText(
      "after",
      "\nExit code: 0 everybody was graded or is missing, 1 somebody could not be graded, 2 the tool itself could not work.",
    );
}

function labsOfClass(root: string, asked: string): readonly string[] {
  return asked === ALL_LABS ? labNames(root) : [readLab(root, asked).name];
}

function membersOfClass({ submissions, roster }: ClassArguments, { cwd }: GradeContext): ClassMember[] {
  const list = roster === undefined ? undefined : readRoster(resolve(cwd, roster), roster);
  return findClass(resolve(cwd, submissions), submissions, list);
}

async function gradeClassLab(
  {
    lab: name,
    members,
    out,
    options,
  }: {
    readonly lab: string;
    readonly members: readonly ClassMember[];
    readonly out: string;
    readonly options: ClassArguments;
  },
  context: GradeContext,
): Promise<ClassLabResult> {
  const { root, terminal, printError, signal, checkTypes } = context;
  const lab = withHiddenTests(readLab(root, name), hiddenTestsOf(options, name, context), context);
  const secretSeeds = secretSeedsOf({ ...options, watch: false }, context);
  const progress = classProgress(name, members.length, { terminal, print: printError });
  try {
    const results = await gradeClass({
      root,
      out,
      lab,
      members,
      options,
      secretSeeds,
      ...(signal === undefined ? {} : { signal }),
      ...(checkTypes === undefined ? {} : { checkTypes }),
      onBegin: ({ student }) => {
        progress.begins(student.name);
      },
      onEnd: ({ student }, { row, isKept }) => {
        progress.ends(student.name, pointsOfRow(row), isKept);
      },
    });
    return { lab: name, title: lab.manifest.title, results };
  } finally {
    progress.stop();
  }
}

/** Of several labs, not all need hidden tests. */
function hiddenTestsOf(
  { hiddenTests }: ClassArguments,
  lab: string,
  { cwd }: GradeContext,
): { readonly watch: false; readonly hiddenTests?: string } {
  if (hiddenTests === undefined) return { watch: false };
  return { watch: false, hiddenTests: hasHiddenTests(resolve(cwd, hiddenTests), lab) ? hiddenTests : "" };
}

function writeClass(out: string, result: ClassResult, policy: LatePolicy | undefined): void {
  const parts = { ...result, ...(policy === undefined ? {} : { policy }) };
  const files = [
    { name: "gradebook.csv", text: gradebookCsv(parts) },
    ...platformCsvs(parts),
    { name: "class.json", text: `${JSON.stringify(classJson(result), null, 2)}\n` },
    { name: "index.html", text: renderClassPage(result) },
  ];
  try {
    mkdirSync(out, { recursive: true });
    for (const { name, text } of files) writeFileSync(join(out, name), text);
  } catch (error) {
    throw new ToolError(`expected to write results to ${out}, got ${(error as Error).message}`);
  }
}

function classJson({ members, labs }: ClassResult): unknown {
  return {
    schema: "class-report/v1",
    students: members.map(({ student, inRoster }, index) => ({
      id: student.id,
      name: student.name,
      inRoster,
      labs: Object.fromEntries(labs.map(({ lab, results }) => [lab, results[index]?.row])),
    })),
  };
}

function exitCodeOfClass({ labs }: ClassResult): number {
  const rows = labs.flatMap(({ results }) => results.map(({ row }) => row));
  const isUngraded = rows.some(
    (row) => row.kind === "ungradable" || (row.kind === "graded" && row.unjudged.length > 0),
  );
  return isUngraded ? EXIT.lessThanFullMarks : EXIT.fullMarks;
}
