import { describeError } from "toolkit/cli/describeError";
import { EXIT } from "toolkit/cli/EXIT";
import { readLab, type Lab } from "toolkit/labs/readLab";
import type { ManifestTest } from "toolkit/labs/LabManifest";
import { findSubmission, type Submission } from "toolkit/submission/findSubmission";
import { submissionChoiceOf } from "toolkit/submission/submissionChoiceOf";
import { tellUnwrittenFormats, writeFormats } from "../formats/writeFormats";
import { selectTests } from "../labs/selectTests";
import type { TestRun } from "../protocol/TestRun";
import { exitCodeOfReport } from "../report/exitCodeOfReport";
import { writeReportArtifacts } from "../report/write/writeReportArtifacts";
import { writeReports } from "../report/write/writeReports";
import { SubmissionSource } from "../report/source/SubmissionSource";
import { runTests } from "../run/runTests";
import { WorkerPool } from "../run/WorkerPool";
import { TypeCheckServer } from "../types/TypeCheckServer";
import type { GradeContext } from "./GradeContext";
import { gradeOnce, seedsToGrade, type GradedOnce } from "./gradeOnce";
import type { GradeOptions } from "./GradeOptions";
import { gradingIsolation, type GradingIsolation } from "./gradingIsolation";
import { formatPlaces, reportPlaces } from "./gradePlaces";
import { gradeProgressBar } from "./gradeProgress";
import { keepGrade, tellGrade, tellRestOfGrade } from "./tellGrade";
import { renderFirstFailure, renderFirstLook, renderWatchStart } from "./renderWatch";
import { watchOrder } from "./watchOrder";

/** A newer change made a run worthless. */
export class Superseded extends Error {}

/** Where no test failed, so many are looked at first, with one seed each. */
const FIRST_LOOKS = 2;

/** One state of the files. */
interface WatchedState {
  readonly submission: Submission;
  readonly changed: readonly string[];
  readonly signal: AbortSignal;
}

/**
 * Grades one state of the files after the other. Processes, and the compiler that checks types, stay warm in between.
 *
 * 1. It says what has changed.
 * 2. Each test that failed last time runs with the one seed that failed, and a line says what became of it. Where none
 *    failed, it is the tests that the change is about.
 * 3. If one still fails, those tests are graded, and their report is shown.
 * 4. Then the others are graded, and the report of all is shown and written. The first ones that fail are told of at once.
 *
 * Where the code does not parse, the report says so at once, and nothing else.
 */
export class WatchRounds {
  exitCode: number = EXIT.toolFailed;
  readonly #options: GradeOptions;
  readonly #context: GradeContext;
  readonly #types = new TypeCheckServer();
  readonly #isolation: GradingIsolation;
  #pool: WorkerPool;
  #runs: readonly TestRun[] = [];
  /** Tests of which something has been said in this round. */
  readonly #told = new Set<string>();

  constructor(lab: Lab, options: GradeOptions, context: GradeContext) {
    this.#options = options;
    this.#context = context;
    this.#isolation = gradingIsolation(lab, options.isolation, { hasSecrets: false });
    this.#pool = new WorkerPool(lab, options.jobs, this.#isolation.worker);
  }

  /** Ends the processes. */
  stop(): void {
    this.#pool.stop();
    this.#types.stop();
  }

  /**
   * Never rejects.
   *
   * @param changed paths, relative to the submission; none in the first round
   * @param signal aborted with Superseded when there is a newer state
   */
  async run(changed: readonly string[], signal: AbortSignal): Promise<void> {
    const { root, cwd, printError } = this.#context;
    let lab: Lab | undefined;
    try {
      lab = readLab(root, this.#options.lab);
      const submission = findSubmission(root, lab, submissionChoiceOf(this.#options, cwd));
      try {
        await this.#grade(lab, { submission, changed, signal });
      } finally {
        submission.dispose();
      }
    } catch (error) {
      if (error instanceof Superseded) {
        // Its processes are in the middle of what nobody waits for.
        this.#pool.stop();
        if (lab !== undefined) this.#pool = new WorkerPool(lab, this.#options.jobs, this.#isolation.worker);
        return;
      }
      // A file that is gone for a moment, say: the next change may mend it.
      printError(`${describeError(error)}\n`);
      this.exitCode = EXIT.toolFailed;
    }
  }

  async #grade(lab: Lab, state: WatchedState): Promise<void> {
    const { print, terminal, color } = this.#context;
    const { failing, passing } = watchOrder(selectTests(lab, this.#options), this.#runs, state.changed);
    print(renderWatchStart(lab.name, { changed: state.changed, failing: failing.length, terminal, color }));
    this.#told.clear();
    const looked = failing.length > 0 || state.changed.length === 0 ? failing : firstLooks(passing);
    const again = await this.#lookFirst(lab, looked, state);
    const source = new SubmissionSource(state.submission, this.#context.cwd);
    let first: GradedOnce | undefined;
    if (again === "fails" && failing.length > 0 && passing.length > 0) {
      const told = await this.#gradeTests(lab, failing, state, []);
      first = told;
      const { folder } = reportPlaces(this.#options, lab.name, this.#context);
      tellGrade(told.report, { lab, submission: state.submission, options: this.#options }, this.#context);
      writeReportArtifacts(
        folder,
        told.artifacts,
        (name) => told.report.tests.find((test) => test.name === name)?.failure,
        source,
      );
    }
    const rest = first === undefined ? [...failing, ...passing] : passing;
    const { report, runs, artifacts } = await this.#gradeTests(lab, rest, state, first?.runs ?? []);
    const graded = { lab, submission: state.submission, options: this.#options };
    if (first === undefined) tellGrade(report, graded, this.#context);
    else tellRestOfGrade(report, first.report, graded, this.#context);
    writeReports(report, artifacts, {
      ...reportPlaces(this.#options, lab.name, this.#context),
      source,
    });
    keepGrade(report, graded, this.#context);
    const { formats } = this.#options;
    tellUnwrittenFormats(
      writeFormats(report, formats, formatPlaces(this.#options, lab.name, this.#context)),
      this.#context,
    );
    this.exitCode = exitCodeOfReport(report);
    // What failed before the slip of the pen is still what to look at first.
    if (report.syntaxErrors.length === 0) this.#runs = runs;
    print("Waiting for changes; Ctrl-C ends.\n");
  }

  /** Runs tests with the seed that failed, or the first, and tells of each at once, but not where the code does not parse. */
  async #lookFirst(
    lab: Lab,
    tests: readonly ManifestTest[],
    { submission, signal }: WatchedState,
  ): Promise<"passes" | "fails" | "does not parse"> {
    const { print, color } = this.#context;
    const requests = tests.map(({ name: test }) => ({
      submission: submission.folder,
      test,
      seeds: [this.#runs.find((run) => run.test === test)?.first?.seed ?? 1],
      stopAtFirstFailure: true,
    }));
    const runs = await runTests(lab, requests, {
      jobs: this.#options.jobs,
      pool: this.#pool,
      signal,
      onTest: (run, index) => {
        // The report says it once, with the line.
        if (run.ending.kind === "syntax-error") return;
        this.#told.add(run.test);
        const hasFailed = this.#runs.some(
          ({ test, ending }) => test === run.test && ending.kind !== "passed",
        );
        print(renderFirstLook({ run, seed: requests[index]?.seeds[0] ?? 1, hasFailed }, color));
      },
    });
    if (runs.some(({ ending }) => ending.kind === "syntax-error")) return "does not parse";
    return runs.every(({ ending }) => ending.kind === "passed") ? "passes" : "fails";
  }

  async #gradeTests(
    lab: Lab,
    tests: readonly ManifestTest[],
    { submission, signal }: WatchedState,
    known: readonly TestRun[],
  ): Promise<GradedOnce> {
    const options = this.#options;
    const seeds = tests.reduce((sum, test) => sum + seedsToGrade(lab, test, options).length, 0);
    const { print, color } = this.#context;
    const progress = gradeProgressBar(this.#context, seeds, (failure) => {
      if (this.#told.has(failure.test)) return;
      // Those that failed last time have been told of.
      if (this.#runs.find(({ test }) => test === failure.test)?.first === undefined)
        print(renderFirstFailure(failure, color));
    });
    try {
      return await gradeOnce({
        lab,
        submission,
        tests,
        options,
        known,
        signal,
        isolation: this.#isolation,
        onProgress: progress.tell,
        run: (of, requests, more) => runTests(of, requests, { ...more, pool: this.#pool }),
        checkTypes: this.#context.checkTypes ?? this.#types.check,
      });
    } finally {
      progress.stop();
    }
  }
}

/** Of tests in the order in which they are worth knowing, a few that take no time. */
function firstLooks(tests: readonly ManifestTest[]): readonly ManifestTest[] {
  return tests.filter(({ slow, scenarios }) => slow !== true && scenarios !== true).slice(0, FIRST_LOOKS);
}
