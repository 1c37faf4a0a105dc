import { describeError } from "toolkit/cli/describeError";
import { EXIT } from "toolkit/cli/EXIT";
import { gradeLab } from "./gradeLab";
import { namedReportFolder } from "./gradePlaces";
import type { GradeOptions } from "./GradeOptions";
import { labNames } from "toolkit/labs/readLab";
import { hasHiddenTests, HIDDEN_MANIFEST, hiddenFolder, hiddenFolderOf } from "../labs/withHiddenTests";
import type { GradeReport } from "../report/GradeReport";
import { exitCodeOfReport } from "../report/exitCodeOfReport";
import { renderAllLabs } from "../report/render/renderAllLabs";
import type { GradeContext } from "./GradeContext";
import { ToolError } from "toolkit/cli/ToolError";

/** What stands for every lab on the command line. */
export const ALL_LABS = "all";

/**
 * Grades one lab after the other, and prints one table. Each has its own report in `reports/`. A lab that cannot be
 * graded, such as one whose files a student deleted, costs the others nothing: it is told of at the end. Returns the
 * exit code: 0 when all labs have full marks, 2 when one, or a test of one, could not be graded. Throws ToolError when none could.
 */
export async function gradeAll(options: GradeOptions, context: GradeContext): Promise<number> {
  const labs = labNames(context.root);
  if (labs.length === 0) throw new ToolError("expected folders with a lab.json, got none");
  const clash = clashOfGradeOptions(options);
  if (clash !== undefined)
    throw new ToolError(
      `expected the name of one lab with ${clash}, got ${ALL_LABS}; run it for each of ${labs.join(", ")}`,
    );
  const hiddenOf = hiddenTestsByLab(labs, options, context);
  const reports: GradeReport[] = [];
  const ungraded: { lab: string; error: ToolError }[] = [];
  for (const lab of labs) {
    try {
      reports.push(await gradeLab({ ...options, lab, ...hiddenOf(lab) }, context, () => undefined));
    } catch (error) {
      if (!(error instanceof ToolError)) throw error;
      ungraded.push({ lab, error });
    }
  }
  if (reports.length === 0 && ungraded[0] !== undefined) throw ungraded[0].error;
  context.print(
    renderAllLabs(reports, {
      color: context.color,
      complete: ungraded.length === 0,
      folderOf: (lab) => namedReportFolder(options, lab),
    }),
  );
  for (const { lab, error } of ungraded)
    context.printError(`${lab} could not be graded: ${describeError(error)}\n`);
  if (ungraded.length > 0) return EXIT.toolFailed;
  return Math.max(...reports.map(exitCodeOfReport));
}

/** Which hidden tests each lab has: with several labs, not all need some. Throws ToolError when none has. */
function hiddenTestsByLab(
  labs: readonly string[],
  options: GradeOptions,
  context: GradeContext,
): (lab: string) => { hiddenTests: string } {
  const named = hiddenFolderOf(options, context);
  if (named === undefined) return () => ({ hiddenTests: "" });
  const folder = hiddenFolder(named, context);
  if (!labs.some((lab) => hasHiddenTests(folder, lab)))
    throw new ToolError(
      `expected a folder of hidden tests for one of ${labs.join(", ")} in ${named}, such as ${named}/${String(labs[0])}/${HIDDEN_MANIFEST}, got none`,
    );
  return (lab) => ({ hiddenTests: hasHiddenTests(folder, lab) ? named : "" });
}

/** The first option that makes no sense for several labs: it names tests, or one place for several reports. */
function clashOfGradeOptions({
  tests,
  part,
  explain,
  showConsole,
  seed,
  watch,
  json,
  formats,
}: GradeOptions): string | undefined {
  const given: [string, boolean][] = [
    ["--test", tests !== undefined],
    ["--part", part !== undefined],
    ["--explain", explain !== undefined],
    ["--show-console", showConsole !== undefined],
    ["--seed", seed !== undefined],
    ["--watch", watch],
    ["--json", json !== undefined],
    ...formats.map(({ format }): [string, boolean] => [`--format ${format.name}`, format.oneLab === true]),
    ["a file after --format", formats.some(({ file }) => file !== undefined)],
  ];
  return given.find(([, set]) => set)?.[0];
}
