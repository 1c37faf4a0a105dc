import { gradeOnce, seedsOf } from "./gradeOnce";
import { complaint, EXIT } from "./EXIT";
import { choiceOf, reportPlaces } from "./gradePlaces";
import { parseGradeOptions, type GradeOptions } from "./GradeOptions";
import { readLab } from "./labs/readLab";
import { selectTests } from "./labs/selectTests";
import { progressBar } from "./ProgressBar";
import { isFullMarks } from "./report/isFullMarks";
import { renderTerminal } from "./report/renderTerminal";
import { writeReports } from "./report/writeReports";
import { findSubmission } from "./submission/findSubmission";
import type { Surroundings } from "./Surroundings";
import { watchSubmission } from "./watchSubmission";

/** The `grade` command. Returns its exit code; never rejects. */
export async function grade(args: readonly string[], surroundings: Surroundings): Promise<number> {
  try {
    const options = parseGradeOptions(args);
    if ("help" in options) {
      surroundings.print(options.help);
      return EXIT.fullMarks;
    }
    if (options.watch) {
      return await watchSubmission(options, surroundings);
    }
    return await run(options, surroundings);
  } catch (error) {
    surroundings.complain(`${complaint(error)}\n`);
    return EXIT.toolFailed;
  }
}

async function run(options: GradeOptions, surroundings: Surroundings): Promise<number> {
  const { root, cwd, print, color, terminal, signal, checkTypes } = surroundings;
  const lab = readLab(root, options.lab);
  const tests = selectTests(lab, options);
  const submission = findSubmission(root, lab, choiceOf(options, cwd));
  const total = tests.reduce((sum, test) => sum + seedsOf(lab, test, options).length, 0);
  const progress = progressBar(terminal, total);
  try {
    const { report, exhibits } = await gradeOnce({
      lab,
      submission,
      tests,
      options,
      onSeed: (test) => {
        progress.seed(test);
      },
      ...(signal === undefined ? {} : { signal }),
      ...(checkTypes === undefined ? {} : { checkTypes }),
    });
    progress.stop();
    print(renderTerminal(report, { color }));
    writeReports(report, exhibits, reportPlaces(options, surroundings));
    return isFullMarks(report) ? EXIT.fullMarks : EXIT.lessThanFullMarks;
  } finally {
    progress.stop();
    submission.dispose();
  }
}
