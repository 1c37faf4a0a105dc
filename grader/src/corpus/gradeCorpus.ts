import { isOptionalTest } from "toolkit/labs/LabManifest";
import type { Lab } from "toolkit/labs/readLab";
import type { JobRequest } from "../run/JobRequest";
import { runTests } from "../run/runTests";
import { troubleText } from "../protocol/trouble";
import type { TestRun } from "../protocol/TestRun";
import { firstSeeds } from "labrpc/reporting";
import { findSubmission, type Submission } from "toolkit/submission/findSubmission";
import { recordedExplanationOf, sameRecordedExplanation, type RecordedExplanation } from "./explanation";
import { isRightSpecimen, type CorpusSpecimen } from "./readCorpus";

/** How a specimen fared. */
export interface SpecimenResult {
  readonly specimen: CorpusSpecimen;
  readonly runs: readonly TestRun[];
  /** Why the corpus and the tests disagree; undefined when they agree. */
  readonly problem?: string;
}

export interface CorpusOptions {
  readonly jobs: number;
  /** Seeds 1 to this number in place of the manifest's; for the specimens that are right only. */
  readonly seeds?: number;
  /** Minimises each chaff's failure in the first test that must catch it. Default false. */
  readonly record?: boolean;
  readonly onSpecimen?: (result: SpecimenResult) => void;
}

/** Seeds that a wheat is graded with when nobody asks for more: it shows that a test is fair, not that it is right. */
export const WHEAT_SEEDS = 3;

/** Grades each specimen as far as its verdict needs: a chaff by the tests that must catch it, up to the first failure. */
export async function gradeCorpus(
  root: string,
  lab: Lab,
  specimens: readonly CorpusSpecimen[],
  options: CorpusOptions,
): Promise<SpecimenResult[]> {
  const submissions: Submission[] = [];
  try {
    const requests: JobRequest[] = [];
    const owners: CorpusSpecimen[] = [];
    for (const specimen of specimens) {
      const { folder } = specimen;
      const submission = findSubmission(root, lab, { kind: "folder", folder, cwd: root });
      submissions.push(submission);
      const { seeds, record = false } = options;
      for (const request of requestsForSpecimen(lab, specimen, submission.folder, { seeds, record })) {
        requests.push({ ...request, stopAtFirstFailure: !isRightSpecimen(specimen) });
        owners.push(specimen);
      }
    }
    const left = new Map(specimens.map((one) => [one, owners.filter((owner) => owner === one).length]));
    const runsOf = new Map(specimens.map((one): [CorpusSpecimen, TestRun[]] => [one, []]));
    await runTests(lab, requests, {
      jobs: options.jobs,
      minimise: options.record === true ? "thorough" : "none",
      onTest: (run, index) => {
        const specimen = owners[index] as CorpusSpecimen;
        runsOf.get(specimen)?.push(run);
        left.set(specimen, (left.get(specimen) ?? 1) - 1);
        if (left.get(specimen) === 0)
          options.onSpecimen?.(judgeSpecimen(specimen, runsOf.get(specimen) ?? []));
      },
    });
    return specimens.map((specimen) => judgeSpecimen(specimen, runsOf.get(specimen) ?? []));
  } finally {
    for (const submission of submissions) submission.dispose();
  }
}

/** Wheats are held to what counts; only the reference solution has to have the optional parts as well. */
function requestsForSpecimen(
  { manifest }: Lab,
  specimen: CorpusSpecimen,
  submission: string,
  { seeds, record }: { seeds: number | undefined; record: boolean },
): Omit<JobRequest, "stopAtFirstFailure">[] {
  if (specimen.kind === "rare") {
    const {
      test,
      found: { seed, ...strategy },
    } = specimen;
    return [{ submission, test, seeds: [seed], ...strategy }];
  }
  if (specimen.kind === "chaff" && record) {
    const [test = ""] = specimen.caughtBy;
    const { seeds: count = manifest.seeds } = manifest.tests.find(({ name }) => name === test) ?? {};
    return [{ submission, test, seeds: firstSeeds(count) }];
  }
  const { explanation } = specimen.kind === "chaff" ? specimen : {};
  const { test = "", seed = 1, plan } = explanation ?? {};
  // Of state the recorded explanations say nothing, and looking at it takes most of such a run.
  const planned = plan === undefined ? [] : [{ submission, test, seeds: [seed], plan, recordState: false }];
  const asked = manifest.tests
    .filter((test) => specimen.kind !== "chaff" || specimen.caughtBy.includes(test.name))
    .filter(
      (test) => specimen.kind !== "wheat" || (!isOptionalTest(manifest, test) && test.scenarios !== true),
    )
    .map((test) => {
      // A slow test keeps its own number: more seeds of it would take hours.
      const asked = test.slow === true ? undefined : seeds;
      const usual = test.seeds ?? manifest.seeds;
      // A test of few seeds may ask for something else with each, as those of memory do.
      const isShort = usual < manifest.seeds;
      const count = specimen.kind === "wheat" && !isShort ? Math.min(usual, WHEAT_SEEDS) : usual;
      return {
        submission,
        test: test.name,
        seeds: firstSeeds((isRightSpecimen(specimen) ? asked : undefined) ?? count),
      };
    });
  return [...asked, ...planned];
}

/** Compares what happened with what has to happen. */
export function judgeSpecimen(specimen: CorpusSpecimen, runs: readonly TestRun[]): SpecimenResult {
  const passed = runs.filter(({ ending }) => ending.kind === "passed").map(({ test }) => test);
  const failed = runs.filter(({ ending }) => ending.kind !== "passed");
  const unjudged = runs.flatMap(({ test, ending }) =>
    ending.kind === "trouble" ? [`${test}: ${troubleText(ending)}`] : [],
  );
  if (unjudged.length > 0) return { specimen, runs, problem: `not judged: ${unjudged.join("; ")}` };
  const right = isRightSpecimen(specimen);
  const wrong = right ? failed.map(describeSpecimenRun) : passed;
  if (wrong.length === 0) return { specimen, runs, ...stalenessOfExplanation(specimen, runs) };
  const problem = right
    ? `expected full marks, but ${wrong.join("; ")}`
    : specimen.kind === "rare"
      ? `${wrong.join(", ")} passes in the run that its rare.json names; look for another with npm run explore`
      : `not caught by ${wrong.join(", ")}`;
  return { specimen, runs, problem };
}

/** Why a chaff's recorded explanation is not what a student would read now. */
function stalenessOfExplanation(specimen: CorpusSpecimen, runs: readonly TestRun[]): { problem?: string } {
  if (specimen.kind !== "chaff" || specimen.explanation === undefined) return {};
  const { explanation } = specimen;
  const run = runs.find(
    ({ test, replayed }) =>
      test === explanation.test && (replayed !== undefined) === (explanation.plan !== undefined),
  );
  const now = run && recordedExplanationOf(run);
  if (now !== undefined && sameRecordedExplanation(explanation, now)) return {};
  return {
    problem: `its explanation.json says ${saidOfSpecimen(explanation)}, but now it is ${now === undefined ? "not explained" : saidOfSpecimen(now)}; read both, and record it again with --record`,
  };
}

function saidOfSpecimen({ message, cause }: RecordedExplanation): string {
  return JSON.stringify([message, ...cause].join(" / "));
}

function describeSpecimenRun({ test, failed, run, first, ending }: TestRun): string {
  const why = first?.explanation.message ?? ("message" in ending ? ending.message : ending.kind);
  const seed = first === undefined ? "" : ` (seed ${String(first.seed)})`;
  return `${test} fails for ${String(failed)} of ${String(run)} seeds${seed}: ${why}`;
}
