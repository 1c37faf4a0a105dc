import type { HandedInSubmission } from "../deadline/readDeadline";
import type { Lab } from "toolkit/labs/readLab";
import { isOptionalTest, type ManifestTest } from "toolkit/labs/LabManifest";
import { hintOfUnseenTest } from "toolkit/labs/TestHint";
import { cleanTexts } from "toolkit/text/studentText";
import type { TestRun } from "../protocol/TestRun";
import type { SubmissionLateDays } from "toolkit/submission/lateDays";
import type { TypeCheck } from "../types/TypeCheck";
import { reportArtifactFields, type ReportArtifacts } from "./ReportArtifacts";
import { reportFailureOfTest } from "./reportFailureOfTest";
import { groupReportFailures } from "./order/groupReportFailures";
import { reportTroubleOf, reportTroublesOf } from "./reportTroublesOf";
import { reportHiddenFailureOf } from "./reportHiddenFailureOf";
import { firstReportLinesAndMore } from "./firstReportLinesAndMore";
import type { GradeReport, TestReport } from "./GradeReport";

/** Everything that a report is made of. */
export interface LabFindings extends HandedInSubmission {
  readonly lab: Lab;
  readonly tests: readonly ManifestTest[];
  readonly runs: readonly TestRun[];
  /** Runs of the same tests with secret seeds. Default: there were none. */
  readonly secretRuns?: readonly TestRun[];
  readonly artifacts: readonly ReportArtifacts[];
  readonly types: TypeCheck;
  readonly lateDays: SubmissionLateDays;
  /** What of the submission was not looked at; see Submission. Default: nothing. */
  readonly leftOut?: readonly string[];
  /** What chose the submission on the command line; see Submission. */
  readonly flags: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly elapsedMs: number;
}

/** Places in files that a report lists. */
const MOST_PLACES = 50;

/**
 * Turns what happened into scores. A test gives all of its points or none; secret seeds have to pass as well. Texts
 * are clean once more here, also those that no process of ours sent.
 */
export function buildReport(findings: LabFindings): GradeReport {
  return cleanTexts(reportOfFindings(findings));
}

function reportOfFindings(findings: LabFindings): GradeReport {
  const { lab, types, lateDays, leftOut = [], elapsedMs } = findings;
  const { manifest } = lab;
  const byName = new Map(findings.runs.map((run) => [run.test, run]));
  const tests = findings.tests.map((test) => reportOfTest(findings, test, byName.get(test.name)));
  const parts = manifest.parts
    .map(({ part, title, optional }) => ({
      part,
      title,
      ...(optional === true ? { optional } : {}),
      ...totalReportScore(tests.filter((test) => test.part === part)),
    }))
    .filter(({ part }) => tests.some((test) => test.part === part));
  const extra = tests.filter(({ optional }) => optional === true);
  const counting = tests.filter(({ optional }) => optional !== true);
  const hidden = counting.filter((test) => test.hidden === true);
  const failureGroups = groupReportFailures(tests, { manifest, runs: findings.runs });
  const troubles = reportTroublesOf(lab, findings.runs, findings.secretRuns);
  const broken = findings.runs.find(({ ending }) => ending.kind === "syntax-error")?.ending;
  const [syntaxErrors, moreSyntaxErrors] = firstReportLinesAndMore(
    broken?.kind === "syntax-error" ? broken.problems : [],
    MOST_PLACES,
  );
  const [typeErrors, moreListed] = firstReportLinesAndMore(
    types.kind === "checked" ? types.errors.filter((found) => !broken || !isSyntaxError(found)) : [],
    MOST_PLACES,
  );
  const moreTypeErrors = moreListed + (types.kind === "checked" ? (types.more ?? 0) : 0);
  return {
    schema: "grade-report/v1",
    lab: lab.name,
    title: manifest.title,
    ...totalReportScore(counting),
    ...(extra.length === 0 ? {} : { optional: totalReportScore(extra) }),
    ...(hidden.length === 0 ? {} : { hidden: totalReportScore(hidden) }),
    ...(findings.secretRuns === undefined ? {} : { openScore: reportScoreWithoutHidden(findings, tests) }),
    complete: tests.length === manifest.tests.length,
    parts,
    tests,
    ...(failureGroups.length === 0 ? {} : { failureGroups }),
    ...(troubles.length === 0 ? {} : { troubles }),
    syntaxErrors,
    ...(moreSyntaxErrors === 0 ? {} : { moreSyntaxErrors }),
    typeErrors,
    ...(moreTypeErrors === 0 ? {} : { moreTypeErrors }),
    ...(types.kind === "unavailable" ? { typeCheckProblem: types.message } : {}),
    lateDays,
    ...(leftOut.length === 0 ? {} : { leftOut: [...leftOut] }),
    ...(findings.deadline === undefined ? {} : { deadline: findings.deadline }),
    ...(findings.earlier === undefined ? {} : { earlier: findings.earlier }),
    startedAt: new Date(findings.startedAt).toISOString(),
    elapsedMs: Math.round(elapsedMs),
  };
}

function reportOfTest(
  { lab, flags, artifacts, secretRuns }: LabFindings,
  test: ManifestTest,
  run: TestRun | undefined,
): TestReport {
  const { name, part, description, points } = test;
  const hint = hintOfUnseenTest(test.hint);
  const secret = secretRuns?.find((found) => found.test === name);
  const trouble = reportTroubleOf(run, secret);
  const passed = run?.ending.kind === "passed" && (secret === undefined || secret.ending.kind === "passed");
  const hidden = lab.hidden?.names.has(name) === true;
  const revealed = hidden ? lab.hidden.revealedBy : "";
  const replay = (which: string, seed: number): string =>
    `npm run grade ${lab.name} --${flags}${revealed ?? ""} --test ${which} --seed ${String(seed)}`;
  const shown = artifacts.find((found) => found.test === name);
  const found =
    run === undefined || revealed === undefined ? undefined : reportFailureOfTest(test, run, replay);
  const failure = found && {
    ...found,
    ...(shown === undefined ? {} : reportArtifactFields(shown, { flags, folder: `reports/${lab.name}` })),
  };
  const secretly =
    revealed !== undefined || passed || trouble !== undefined
      ? undefined
      : reportHiddenFailureOf(hint, run, secret);
  return {
    name,
    part,
    ...(isOptionalTest(lab.manifest, test) ? { optional: true } : {}),
    description,
    status: passed
      ? "passed"
      : trouble !== undefined || ((run?.run ?? 0) === 0 && failure === undefined && secretly === undefined)
        ? "not-run"
        : "failed",
    score: passed ? points : 0,
    maxScore: points,
    seeds: { run: run?.run ?? 0, failed: run?.failed ?? 0 },
    elapsedMs: Math.round(run?.elapsedMs ?? 0),
    ...(failure === undefined ? {} : { failure }),
    ...(hidden ? { hidden } : {}),
    ...(secretly === undefined ? {} : { hiddenFailure: secretly }),
    ...(secret === undefined || trouble !== undefined
      ? {}
      : { secretSeeds: { run: secret.run, failed: secret.failed, hint } }),
  };
}

/** What the score would be without secret seeds. */
function reportScoreWithoutHidden({ runs }: LabFindings, tests: readonly TestReport[]): number {
  const passed = new Set(runs.filter(({ ending }) => ending.kind === "passed").map(({ test }) => test));
  return tests
    .filter(({ name, optional }) => optional !== true && passed.has(name))
    .reduce((sum, { maxScore }) => sum + maxScore, 0);
}

function totalReportScore(tests: readonly { score: number; maxScore: number }[]): {
  score: number;
  maxScore: number;
} {
  return {
    score: tests.reduce((sum, { score }) => sum + score, 0),
    maxScore: tests.reduce((sum, { maxScore }) => sum + maxScore, 0),
  };
}

/** The compiler's codes from 1000 to 1999 say that a file does not parse; syntaxErrors says so already. */
function isSyntaxError({ code }: { code: string }): boolean {
  return /^TS1\d{3}$/.test(code);
}
