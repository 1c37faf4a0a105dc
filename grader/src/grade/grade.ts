import { complaint, EXIT } from "toolkit/cli/EXIT";
import { ALL_LABS, gradeAll } from "./gradeAll";
import { gradeLab } from "./gradeLab";
import { parseGradeOptions, type GradeOptions } from "./GradeOptions";
import { exitCodeOf } from "../report/exitCodeOf";
import { renderTerminal } from "../report/render/renderTerminal";
import type { GradeSurroundings } from "./GradeContext";
import { watchSubmission } from "./watchSubmission";

/** The `grade` command. Returns its exit code; never rejects. */
export async function grade(args: readonly string[], surroundings: GradeSurroundings): Promise<number> {
  try {
    const options = parseGradeOptions(args);
    if ("help" in options) {
      surroundings.print(options.help);
      return EXIT.fullMarks;
    }
    if (options.lab === ALL_LABS) return await gradeAll(options, surroundings);
    if (options.watch) return await watchSubmission(options, surroundings);
    return await one(options, surroundings);
  } catch (error) {
    surroundings.complain(`${complaint(error)}\n`);
    return EXIT.toolFailed;
  }
}

async function one(options: GradeOptions, surroundings: GradeSurroundings): Promise<number> {
  const { print, color } = surroundings;
  const report = await gradeLab(options, surroundings, (made) => {
    print(renderTerminal(made, { color }));
  });
  return exitCodeOf(report);
}
