import type { HandedInSubmission } from "../deadline/readDeadline";
import type { IsolationTier } from "labrpc/isolation";
import type { KitVersion } from "toolkit/files/kitVersion";
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
import { partialPoints } from "./partialPoints";
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
  /** How student code was kept apart. Default: not at all. */
  readonly isolation?: IsolationTier;
  /** Where the pictures and replays are, for commands. Default: "reports/LAB". */
  readonly folder?: string;
  /** Seeds that a test was to run over, secret ones not counted. Default: those that it ran over. */
  readonly seedsOf?: (test: ManifestTest) => number;
  /** Which kit this is. Default: the report does not say. */
  readonly kit?: KitVersion;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly elapsedMs: number;
}

/** A tier as reports say it. */
function isolationWords(tier: IsolationTier): NonNullable<GradeReport["isolation"]> {
  return tier === "bubblewrap" ? "process in bubblewrap" : tier;
}

/** Places in files that a report lists. */
const MOST_PLACES = 50;

/**
 * Turns what happened into scores. A test gives all of its points or none, unless the manifest wants partial credit;
 * secret seeds have to pass as well. Texts are clean once more here, also those that no process of ours sent.
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
    isolation: isolationWords(findings.isolation ?? "none"),
    lateDays,
    ...(leftOut.length === 0 ? {} : { leftOut: [...leftOut] }),
    ...(findings.deadline === undefined ? {} : { deadline: findings.deadline }),
    ...(findings.earlier === undefined ? {} : { earlier: findings.earlier }),
    ...(findings.kit === undefined ? {} : { kit: findings.kit }),
    startedAt: new Date(findings.startedAt).toISOString(),
    elapsedMs: Math.round(elapsedMs),
  };
}

function reportOfTest(
  { lab, flags, artifacts, secretRuns, seedsOf, folder = `reports/${lab.name}` }: LabFindings,
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
    ...(shown === undefined ? {} : reportArtifactFields(shown, { flags, folder })),
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
    score: passed
      ? points
      : trouble === undefined
        ? partialPoints(lab.manifest, test, [
            { run, seeds: seedsOf?.(test) ?? run?.run ?? 0 },
            ...(secret === undefined ? [] : [{ run: secret, seeds: secret.run }]),
          ])
        : 0,
    maxScore: points,
    seeds: { run: run?.run ?? 0, failed: run?.failed ?? 0 },
    // How long it takes its code may choose, and so tell what it was called with.
    elapsedMs: revealed === undefined ? 0 : Math.round(run?.elapsedMs ?? 0),
    ...(failure === undefined ? {} : { failure }),
    ...(hidden ? { hidden } : {}),
    ...(secretly === undefined ? {} : { hiddenFailure: secretly }),
    ...(secret === undefined || trouble !== undefined
      ? {}
      : { secretSeeds: { run: secret.run, failed: secret.failed, hint } }),
  };
}

/** What the score would be without secret seeds. */
function reportScoreWithoutHidden(findings: LabFindings, tests: readonly TestReport[]): number {
  const { runs, lab, seedsOf } = findings;
  const open = ({ name, maxScore }: TestReport): number => {
    const run = runs.find(({ test }) => test === name);
    if (run?.ending.kind === "passed") return maxScore;
    const test = lab.manifest.tests.find((one) => one.name === name);
    return test === undefined
      ? 0
      : partialPoints(lab.manifest, test, [{ run, seeds: seedsOf?.(test) ?? run?.run ?? 0 }]);
  };
  return tests.filter(({ optional }) => optional !== true).reduce((sum, test) => sum + open(test), 0);
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
