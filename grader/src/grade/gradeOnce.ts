import type { HandedInSubmission } from "../deadline/readDeadline";
import type { GradeOptions } from "./GradeOptions";
import type { Lab } from "toolkit/labs/readLab";
import type { ManifestTest } from "toolkit/labs/LabManifest";
import { buildReport } from "../report/buildReport";
import { reportArtifactsOfTests, type ReportArtifacts } from "../report/ReportArtifacts";
import type { GradeReport } from "../report/GradeReport";
import { versionOfKit } from "toolkit/files/kitVersion";
import { namedReportFolder } from "./gradePlaces";
import { longestTestsFirst, rememberTestDurations } from "../run/durations";
import type { RunProgress } from "../run/RunProgress";
import { runTests, type TestRunOptions } from "../run/runTests";
import type { GradingIsolation } from "./gradingIsolation";
import type { TestRun } from "../protocol/TestRun";
import type { Submission } from "toolkit/submission/findSubmission";
import { startTypeCheck } from "../types/startTypeCheck";
import type { CheckTypes, TypeCheck } from "../types/TypeCheck";

/** One grading run. */
export interface GradeAssignment {
  readonly lab: Lab;
  readonly submission: Submission;
  readonly tests: readonly ManifestTest[];
  readonly options: Pick<GradeOptions, "seed" | "seeds" | "jobs" | "checkDeterminism" | "reports">;
  /** Run after the others, and reported apart. Default: none. */
  readonly secretSeeds?: readonly number[];
  /** How student code is kept apart. Default: not at all. */
  readonly isolation?: GradingIsolation;
  /** Runs of other tests that are to be in the report as well. */
  readonly known?: readonly TestRun[];
  /** Default: there is no deadline. */
  readonly handedIn?: HandedInSubmission;
  readonly onProgress?: (progress: RunProgress) => void;
  readonly onTest?: (run: TestRun) => void;
  readonly signal?: AbortSignal;
  /** Runs the tests. Default: `runTests`. */
  readonly run?: typeof runTests;
  /** Default: `startTypeCheck`. */
  readonly checkTypes?: CheckTypes;
}

/** The report, and the runs that it was made of. */
export interface GradedOnce {
  readonly report: GradeReport;
  readonly runs: readonly TestRun[];
  readonly artifacts: readonly ReportArtifacts[];
}

/** Runs the tests and the type check side by side, and makes the report. */
export async function gradeOnce(assignment: GradeAssignment): Promise<GradedOnce> {
  const { lab, submission, signal, checkTypes = startTypeCheck } = assignment;
  const { student, given, fixed } = lab.manifest;
  const unwanted = new AbortController();
  const types = checkTypes(
    { lab: lab.name, labFolder: lab.folder, submission: submission.folder, student, given, fixed },
    signal === undefined ? unwanted.signal : AbortSignal.any([signal, unwanted.signal]),
  );
  try {
    return await gradeBesideTypes(assignment, types);
  } finally {
    // Whoever graded removes the submission next, so nobody may be reading it.
    unwanted.abort();
    await types;
  }
}

async function gradeBesideTypes(assignment: GradeAssignment, types: Promise<TypeCheck>): Promise<GradedOnce> {
  const { lab, submission, tests, options, known = [], signal, run = runTests } = assignment;
  const startedAt = Date.now();
  const started = performance.now();
  const { folder, flags, lateDays, leftOut } = submission;
  const again = new Set(tests.map(({ name }) => name));
  const requests = longestTestsFirst(lab, tests).map((test) => ({
    submission: folder,
    test: test.name,
    seeds: seedsToGrade(lab, test, options),
    stopAtFirstFailure: false,
    ...(options.checkDeterminism === true ? { repeat: true } : {}),
  }));
  const runs = await run(lab, requests, {
    jobs: options.jobs,
    ...isolationOfRuns(assignment),
    // Who asks for one seed has time for it.
    minimise: options.seed === undefined ? "quick" : "thorough",
    ...(assignment.onProgress === undefined ? {} : { onProgress: assignment.onProgress }),
    ...(assignment.onTest === undefined ? {} : { onTest: assignment.onTest }),
    ...(signal === undefined ? {} : { signal }),
  });
  rememberTestDurations(lab, runs);
  const parses = runs.every(({ ending }) => ending.kind !== "syntax-error");
  const secretRuns = await runSecretSeeds(assignment);
  const all = [...known.filter(({ test }) => !again.has(test)), ...runs];
  const reported = lab.manifest.tests.filter(({ name }) => all.some(({ test }) => test === name));
  const artifacts = reportArtifactsOfTests(lab.name, all);
  const report = buildReport({
    lab,
    tests: reported,
    runs: all,
    ...(secretRuns === undefined ? {} : { secretRuns }),
    artifacts,
    // Where a file does not parse, the compiler says nothing else that helps.
    types: parses ? await types : { kind: "checked", errors: [] },
    isolation: assignment.isolation?.tier ?? "none",
    lateDays,
    leftOut,
    ...assignment.handedIn,
    flags,
    folder: namedReportFolder(options, lab.name),
    seedsOf: (test) => seedsToGrade(lab, test, options).length,
    kit: versionOfKit(),
    startedAt,
    elapsedMs: performance.now() - started,
  });
  return { report, runs: all, artifacts };
}

/** Runs the tests with the secret seeds; undefined when there are none. Minimises nothing: nobody may see it. */
async function runSecretSeeds(assignment: GradeAssignment): Promise<readonly TestRun[] | undefined> {
  const { lab, submission, options, secretSeeds = [], signal, run = runTests } = assignment;
  if (secretSeeds.length === 0) return undefined;
  const tests = assignment.tests.filter(({ scenarios }) => scenarios !== true);
  const requests = longestTestsFirst(lab, tests).map(({ name }) => ({
    submission: submission.folder,
    test: name,
    seeds: secretSeeds,
    stopAtFirstFailure: false,
    ...(options.checkDeterminism === true ? { repeat: true } : {}),
  }));
  return run(lab, requests, {
    jobs: options.jobs,
    ...isolationOfRuns(assignment),
    ...(signal === undefined ? {} : { signal }),
  });
}

function isolationOfRuns({ isolation }: GradeAssignment): Pick<TestRunOptions, "isolation"> {
  return isolation?.worker === undefined ? {} : { isolation: isolation.worker };
}

/** The seeds of a test: the one asked for, or 1 to as many as the command line or the manifest says. */
export function seedsToGrade(
  { manifest }: Lab,
  test: ManifestTest,
  { seed, seeds }: Pick<GradeOptions, "seed" | "seeds">,
): number[] {
  if (seed !== undefined) return [seed];
  const asked = test.scenarios === true ? undefined : seeds;
  return Array.from({ length: asked ?? test.seeds ?? manifest.seeds }, (_, index) => index + 1);
}
