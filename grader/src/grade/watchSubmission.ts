import { watch as watchFiles } from "chokidar";
import { relative } from "node:path";
import { describeError } from "toolkit/cli/describeError";
import { EXIT } from "toolkit/cli/EXIT";
import { formatPlaces, reportPlaces } from "./gradePlaces";
import { submissionChoiceOf } from "toolkit/submission/submissionChoiceOf";
import { tellUnwrittenFormats, writeFormats } from "../formats/writeFormats";
import { gradeOnce } from "./gradeOnce";
import type { GradeOptions } from "./GradeOptions";
import { readLab, type Lab } from "toolkit/labs/readLab";
import { selectTests } from "../labs/selectTests";
import { exitCodeOfReport } from "../report/exitCodeOfReport";
import { keepGrade, tellGrade } from "./tellGrade";
import { writeReports } from "../report/write/writeReports";
import type { TestRun } from "../protocol/TestRun";
import { findSubmission, type Submission } from "toolkit/submission/findSubmission";
import type { GradeContext } from "./GradeContext";

/** Real milliseconds of quiet after a change before grading begins: editors write in several steps. */
const QUIET_MS = 100;
const UNWATCHED = new Set(["node_modules", ".git"]);

/**
 * Grades, and grades again whenever a file of the submission changes: the tests that failed last time first,
 * and the others when those pass. A change in the middle of a run begins it anew. Goes on until the signal of
 * the context is aborted, and then returns the exit code of the last report.
 */
export async function watchSubmission(options: GradeOptions, context: GradeContext): Promise<number> {
  const { root, cwd, signal } = context;
  const lab = readLab(root, options.lab);
  // Each round makes a copy of its own; this one shows that there is something to wait for.
  const { original, dispose } = findSubmission(root, lab, submissionChoiceOf(options, cwd));
  dispose();
  const watcher = watchFiles(original, {
    ignoreInitial: true,
    followSymlinks: false,
    ignored: (path) =>
      relative(original, path)
        .split(/[\\/]/)
        .some((name) => UNWATCHED.has(name)),
  });
  await new Promise<void>((resolve) => watcher.once("ready", resolve));
  const round = new Round(options, context);
  let running = Promise.resolve();
  let current = new AbortController();
  const begin = (): void => {
    current.abort(new Superseded());
    const mine = new AbortController();
    current = mine;
    running = running.then(() => round.run(mine.signal));
  };
  let timer: NodeJS.Timeout | undefined;
  watcher.on("all", () => {
    clearTimeout(timer);
    timer = setTimeout(begin, QUIET_MS);
  });
  begin();
  await new Promise<void>((resolve) =>
    signal?.addEventListener("abort", () => {
      resolve();
    }),
  );
  clearTimeout(timer);
  current.abort(new Superseded());
  await running;
  await watcher.close();
  return round.exitCode;
}

/** A newer change made a run worthless. */
class Superseded extends Error {}

/** Grades one state of the files after the other, and remembers what failed. */
class Round {
  exitCode: number = EXIT.toolFailed;
  #runs: readonly TestRun[] = [];

  constructor(
    private readonly options: GradeOptions,
    private readonly context: GradeContext,
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    try {
      await this.#grade(signal);
    } catch (error) {
      if (error instanceof Superseded) return;
      // A file that is gone for a moment, say: the next change may mend it.
      this.context.printError(`${describeError(error)}\n`);
      this.exitCode = EXIT.toolFailed;
    }
  }

  async #grade(signal: AbortSignal): Promise<void> {
    const { options, context } = this;
    const { root, cwd } = context;
    const lab = readLab(root, options.lab);
    const submission = findSubmission(root, lab, submissionChoiceOf(options, cwd));
    try {
      await this.#gradeCopy(lab, submission, signal);
    } finally {
      submission.dispose();
    }
  }

  async #gradeCopy(lab: Lab, submission: Submission, signal: AbortSignal): Promise<void> {
    const { options, context } = this;
    const { print, checkTypes } = context;
    const wanted = selectTests(lab, options);
    const failing = new Set(
      this.#runs.filter(({ ending }) => ending.kind !== "passed").map(({ test }) => test),
    );
    const first = wanted.filter(({ name }) => failing.has(name));
    const rest = wanted.filter(({ name }) => !failing.has(name));
    let known: readonly TestRun[] = [];
    for (const tests of [first, rest].filter(({ length }) => length > 0)) {
      const { report, runs, artifacts } = await gradeOnce({
        lab,
        submission,
        tests,
        options,
        known,
        signal,
        ...(checkTypes === undefined ? {} : { checkTypes }),
      });
      known = runs;
      const graded = { lab, submission, options };
      tellGrade(report, graded, context);
      writeReports(report, artifacts, reportPlaces(options, context));
      keepGrade(report, graded, context);
      tellUnwrittenFormats(writeFormats(report, options.formats, formatPlaces(report, context)), context);
      this.exitCode = exitCodeOfReport(report);
    }
    this.#runs = known;
    print("Waiting for changes; Ctrl-C ends.\n");
  }
}
