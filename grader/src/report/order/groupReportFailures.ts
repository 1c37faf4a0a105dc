import type { Fault } from "labrpc/simulation";
import type { LabManifest } from "toolkit/labs/LabManifest";
import type { TestRun } from "../../protocol/TestRun";
import type { FailedTest } from "./FailedTest";
import { likenessOfReportFailures } from "./likenessOfReportFailures";
import { rankOfReportFailure } from "./rankOfReportFailure";

/** What there is to know of the tests besides their reports. */
export interface ReportFailureBackground {
  readonly manifest: LabManifest;
  readonly runs: readonly TestRun[];
}

/** A test cuts links and crashes hosts for reasons of its own. */
const OF_TEST: ReadonlySet<Fault["kind"]> = new Set(["cut", "crash"]);

/**
 * Which failures to look at, and in which order: names of tests, those that fail alike together. The first of each group
 * is the simplest one, and the first group the one to start with.
 */
export function groupReportFailures(
  tests: readonly FailedTest[],
  { manifest, runs }: ReportFailureBackground,
): string[][] {
  const failures = tests
    .flatMap((test, index) => {
      const { failure, name } = test;
      if (failure === undefined) return [];
      const seen = runs.find((run) => run.test === name)?.first;
      const kinds = (seen?.counterexample?.plan.faults ?? []).map(({ kind }) => kind);
      const isWhole = seen !== undefined && seen.counterexample === undefined;
      const first = manifest.tests.find((one) => one.name === name)?.first === true;
      return [
        {
          name,
          rank: [...rankOfReportFailure(test, failure, { first, faults: kinds.length, isWhole }), index],
          alike: likenessOfReportFailures(
            failure,
            kinds.filter((kind) => !OF_TEST.has(kind)),
          ),
        },
      ];
    })
    .sort((a, b) => compareRanks(a.rank, b.rank));
  const groups: { names: string[]; alike: Set<string> }[] = [];
  for (const { name, alike } of failures) {
    const group = groups.find((one) => alike.some((key) => one.alike.has(key)));
    if (group === undefined) groups.push({ names: [name], alike: new Set(alike) });
    else {
      group.names.push(name);
      for (const key of alike) group.alike.add(key);
    }
  }
  return groups.map(({ names }) => names);
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  const differs = a.findIndex((value, i) => value !== b[i]);
  return differs < 0 ? 0 : (a[differs] ?? 0) - (b[differs] ?? 0);
}
