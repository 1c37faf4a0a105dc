import { describeError } from "toolkit/cli/describeError";
import { EXIT } from "toolkit/cli/EXIT";
import { ALL_LABS, gradeAll } from "./gradeAll";
import { gradeLab } from "./gradeLab";
import { parseGradeOptions, type GradeOptions } from "./GradeOptions";
import { exitCodeOfReport } from "../report/exitCodeOfReport";
import { explainTest } from "./explainTest";
import { showConsole } from "./showConsole";
import { tellGrade } from "./tellGrade";
import type { GradeContext } from "./GradeContext";
import { watchSubmission } from "./watchSubmission";

/** The `grade` command. Returns its exit code; never rejects. */
export async function runGradeCommand(args: readonly string[], context: GradeContext): Promise<number> {
  try {
    const options = parseGradeOptions(args);
    if ("help" in options) {
      context.print(options.help);
      return EXIT.fullMarks;
    }
    if (options.lab === ALL_LABS) return await gradeAll(options, context);
    if (options.explain !== undefined) return await explainTest(options.explain, options, context);
    if (options.showConsole !== undefined) return await showConsole(options.showConsole, options, context);
    if (options.watch) return await watchSubmission(options, context);
    return await gradeOneLab(options, context);
  } catch (error) {
    context.printError(`${describeError(error)}\n`);
    return EXIT.toolFailed;
  }
}

async function gradeOneLab(options: GradeOptions, context: GradeContext): Promise<number> {
  const report = await gradeLab(options, context, (made, graded) => {
    tellGrade(made, graded, context);
  });
  return exitCodeOfReport(report);
}
