import { isOptional } from "../labs/LabManifest";
import type { Lab } from "../labs/readLab";
import { runTests, type JobRequest } from "../run/runTests";
import type { TestRun } from "../run/TestRun";
import { findSubmission, type Submission } from "../submission/findSubmission";
import type { Specimen } from "./readCorpus";

/** How a specimen fared. */
export interface SpecimenResult {
  readonly specimen: Specimen;
  readonly runs: readonly TestRun[];
  /** Why the corpus and the tests disagree; undefined when they agree. */
  readonly problem?: string;
}

export interface CorpusOptions {
  readonly jobs: number;
  /** Seeds 1 to this number in place of the manifest's; for the specimens that are right only. */
  readonly seeds?: number;
  readonly onSpecimen?: (result: SpecimenResult) => void;
}

/** Grades each specimen as far as its verdict needs: a chaff by the tests that must catch it, up to the first failure. */
export async function gradeCorpus(
  root: string,
  lab: Lab,
  specimens: readonly Specimen[],
  options: CorpusOptions,
): Promise<SpecimenResult[]> {
  const submissions: Submission[] = [];
  try {
    const requests: JobRequest[] = [];
    const owners: Specimen[] = [];
    for (const specimen of specimens) {
      const { kind, folder } = specimen;
      const submission = findSubmission(root, lab, { kind: "folder", folder, cwd: root });
      submissions.push(submission);
      for (const request of requestsFor(lab, specimen, submission.folder, options.seeds)) {
        requests.push({ ...request, stopAtFirstFailure: kind === "chaff" || kind === "skeleton" });
        owners.push(specimen);
      }
    }
    const left = new Map(specimens.map((one) => [one, owners.filter((owner) => owner === one).length]));
    const runsOf = new Map(specimens.map((one): [Specimen, TestRun[]] => [one, []]));
    await runTests(lab, requests, {
      jobs: options.jobs,
      onTest: (run, index) => {
        const specimen = owners[index] as Specimen;
        runsOf.get(specimen)?.push(run);
        left.set(specimen, (left.get(specimen) ?? 1) - 1);
        if (left.get(specimen) === 0) options.onSpecimen?.(judge(specimen, runsOf.get(specimen) ?? []));
      },
    });
    return specimens.map((specimen) => judge(specimen, runsOf.get(specimen) ?? []));
  } finally {
    for (const submission of submissions) submission.dispose();
  }
}

/** Wheats are held to what counts; only the reference solution has to have the optional parts as well. */
function requestsFor(
  { manifest }: Lab,
  specimen: Specimen,
  submission: string,
  seeds: number | undefined,
): Omit<JobRequest, "stopAtFirstFailure">[] {
  const right = specimen.kind === "solution" || specimen.kind === "wheat";
  return manifest.tests
    .filter((test) => specimen.kind !== "chaff" || specimen.caughtBy.includes(test.name))
    .filter((test) => specimen.kind !== "wheat" || !isOptional(manifest, test))
    .map((test) => {
      // A slow test keeps its own number: more seeds of it would take hours.
      const count = (right && test.slow !== true ? seeds : undefined) ?? test.seeds ?? manifest.seeds;
      return { submission, test: test.name, seeds: Array.from({ length: count }, (_, i) => i + 1) };
    });
}

/** Compares what happened with what has to happen. */
export function judge(specimen: Specimen, runs: readonly TestRun[]): SpecimenResult {
  const passed = runs.filter(({ ending }) => ending.kind === "passed").map(({ test }) => test);
  const failed = runs.filter(({ ending }) => ending.kind !== "passed");
  const right = specimen.kind === "solution" || specimen.kind === "wheat";
  const wrong = right ? failed.map(describe) : passed;
  if (wrong.length === 0) return { specimen, runs };
  const problem = right
    ? `expected full marks, but ${wrong.join("; ")}`
    : `not caught by ${wrong.join(", ")}`;
  return { specimen, runs, problem };
}

function describe({ test, failed, run, first, ending }: TestRun): string {
  const why = first?.cause.message ?? ("message" in ending ? ending.message : ending.kind);
  const seed = first === undefined ? "" : ` (seed ${String(first.seed)})`;
  return `${test} fails for ${String(failed)} of ${String(run)} seeds${seed}: ${why}`;
}
