import { withoutValues } from "labrpc/reporting";
import type { ClassLabResult } from "../run/ClassResult";
import type { ClassMistake, GradedClassRow } from "../row/ClassRow";

/** How a test fared in a class. */
export interface TestStatistics {
  readonly name: string;
  readonly passed: number;
  readonly of: number;
  /** Whether its points stand apart. */
  readonly optional: boolean;
  /**
   * Whether those who pass it do better in the rest as well: the correlation, from -1 to 1, between passing and the points of all
   * other tests. Undefined where everybody or nobody passes.
   */
  readonly discrimination: number | undefined;
}

/**
 * A mistake that students share: the same failure with the same counterexample, but for values; in the words of the first of
 * them. What the very same students have in other tests as well is most likely the same mistake, and stands with it.
 */
export interface MistakeCluster extends ClassMistake {
  /** Numbers of the members who made it, in the class's order. */
  readonly members: readonly number[];
  /** Other tests that all of them fail in the same way, or in which they, and nobody else, share a failure. */
  readonly alsoFails: readonly string[];
}

/** The rows of a lab that have a score, with the number of their member. */
export function gradedRows({
  results,
}: ClassLabResult): { readonly row: GradedClassRow; readonly member: number }[] {
  return results.flatMap(({ row }, member) => (row.kind === "graded" ? [{ row, member }] : []));
}

/** Tests from the hardest to the easiest. What does not parse fails them all, and says nothing of them. */
export function testStatistics(result: ClassLabResult): TestStatistics[] {
  const rows = gradedRows(result).flatMap(({ row }) => (row.syntaxErrors === undefined ? [row] : []));
  const names = rows[0]?.tests.map(({ name }) => name) ?? [];
  return names
    .map((name) => {
      const marks = rows.flatMap((row) => {
        const test = row.tests.find((one) => one.name === name);
        if (test === undefined) return [];
        // Points of optional tests are none of the score.
        return [{ passed: test.passed, rest: row.score - (test.optional === true ? 0 : test.score) }];
      });
      return {
        name,
        passed: marks.filter(({ passed }) => passed).length,
        of: marks.length,
        optional: rows.some(({ tests }) => tests.some((one) => one.name === name && one.optional === true)),
        discrimination: correlation(marks.map(({ passed, rest }) => [passed ? 1 : 0, rest])),
      };
    })
    .sort((a, b) => a.passed - b.passed);
}

/** Pearson's; undefined where one side does not vary. */
function correlation(pairs: readonly (readonly [number, number])[]): number | undefined {
  const mean = (of: 0 | 1): number => pairs.reduce((sum, pair) => sum + pair[of], 0) / pairs.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  let [both, x, y] = [0, 0, 0];
  for (const [one, other] of pairs) {
    both += (one - meanX) * (other - meanY);
    x += (one - meanX) ** 2;
    y += (other - meanY) ** 2;
  }
  return x === 0 || y === 0 ? undefined : both / Math.sqrt(x * y);
}

/** Mistakes from the most frequent to the rarest. Those of one student stay apart: which of them are one, nobody can say. */
export function mistakeClusters(result: ClassLabResult): MistakeCluster[] {
  const clusters = new Map<string, MistakeCluster>();
  for (const found of sharedFailures(result)) {
    const [first = ""] = found.tests;
    const key = found.members.length === 1 ? found.key : found.members.join();
    const cluster = clusters.get(key) ?? {
      ...found.mistake,
      test: first,
      members: found.members,
      alsoFails: [],
    };
    const tests = new Set([...cluster.alsoFails, ...found.tests]);
    tests.delete(cluster.test);
    clusters.set(key, { ...cluster, alsoFails: [...tests] });
  }
  return [...clusters.values()].sort((a, b) => b.members.length - a.members.length);
}

/** A failure, but for values, who has it, and the tests that all of them fail with it. */
interface SharedFailure {
  readonly key: string;
  /** In the words of the first of them. */
  readonly mistake: ClassMistake;
  readonly members: readonly number[];
  readonly tests: readonly string[];
}

function sharedFailures(result: ClassLabResult): SharedFailure[] {
  const all = new Map<
    string,
    { readonly mistake: ClassMistake; readonly byTest: Map<string, Set<number>> }
  >();
  for (const { row, member } of gradedRows(result))
    for (const mistake of row.mistakes) {
      const key = JSON.stringify([mistake.what, ...mistake.cause].map(withoutValues));
      const found = all.get(key) ?? { mistake, byTest: new Map<string, Set<number>>() };
      found.byTest.set(mistake.test, (found.byTest.get(mistake.test) ?? new Set<number>()).add(member));
      all.set(key, found);
    }
  return [...all].map(([key, { mistake, byTest }]) => {
    const members = [...new Set([...byTest.values()].flatMap((some) => [...some]))].sort((a, b) => a - b);
    const tests = [...byTest].flatMap(([test, some]) => (some.size === members.length ? [test] : []));
    return { key, mistake, members, tests: tests.length === 0 ? [mistake.test] : tests };
  });
}

/** How many students have points from `from` to below `below`, of a hundred. */
export function pointsHistogram(
  result: ClassLabResult,
): { readonly label: string; readonly students: number }[] {
  const parts = gradedRows(result).map(({ row }) =>
    row.maxScore === 0 ? 0 : (100 * row.score) / row.maxScore,
  );
  const below = Array.from({ length: 10 }, (_, tenth) => ({
    label: `${String(tenth * 10)}–${String(tenth * 10 + 9)} %`,
    students: parts.filter((part) => part >= tenth * 10 && part < tenth * 10 + 10).length,
  }));
  return [...below, { label: "100 %", students: parts.filter((part) => part >= 100).length }];
}
