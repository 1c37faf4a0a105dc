import type { DeepReadonly } from "labrpc/records";
import { z } from "zod";
import { kitInWords, kitVersion } from "toolkit/files/kitVersion";

const hash = z.string();

/** What a row was made of: whichever part is another now is why the row may change. */
export const rowBasis = z.strictObject({
  /** The student's code; "" where there is none that could be read. */
  submission: hash,
  /** The kit's own code, its packages, and Node. */
  kit: hash,
  /** How people call that kit. */
  version: kitVersion,
  /** What the lab's tests share: helpers, given files, limits. */
  shared: hash,
  /** Each test by itself. */
  tests: z.record(z.string(), hash),
  /** Points, seeds, hints: the manifest. */
  manifest: hash,
  secretSeeds: hash,
  /** How student code was kept apart; see IsolationTier. A result behind weaker walls is not taken for one behind stronger. */
  walls: z.string(),
  /** When it was due and handed in, and what else a report says of the submission. */
  handedIn: hash,
});

export type RowBasis = DeepReadonly<z.infer<typeof rowBasis>>;

/** Whether two rows were made of the same. What the kit is called does not matter. */
export function isSameBasis(one: RowBasis, other: RowBasis): boolean {
  return basisText(one) === basisText(other);
}

function basisText(basis: RowBasis): string {
  const { submission, kit, shared, tests, manifest, secretSeeds, walls, handedIn } = basis;
  const sorted = Object.entries(tests).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([submission, kit, shared, sorted, manifest, secretSeeds, walls, handedIn]);
}

/** Why a row, or one test of it, may have changed; in words, the nearest reasons first. */
export function reasonsOfChange(before: RowBasis, now: RowBasis, test?: string): string[] {
  const names = test === undefined ? Object.keys({ ...before.tests, ...now.tests }) : [test];
  const reasons: readonly (readonly [boolean, string])[] = [
    [before.submission !== now.submission, "another submission"],
    [
      names.some((name) => before.tests[name] !== now.tests[name]),
      test === undefined ? "changed tests" : "a changed test",
    ],
    [before.shared !== now.shared, "changes in what the tests share"],
    [before.manifest !== now.manifest, "changed points, seeds or hints"],
    [before.secretSeeds !== now.secretSeeds, "other secret seeds"],
    [before.walls !== now.walls, `isolation ${before.walls} -> ${now.walls}`],
    [before.kit !== now.kit, kitChange(before, now)],
    [test === undefined && before.handedIn !== now.handedIn, "another deadline or time"],
  ];
  return reasons.filter(([isSo]) => isSo).map(([, words]) => words);
}

function kitChange(before: RowBasis, now: RowBasis): string {
  const [from, to] = [kitInWords(before.version), kitInWords(now.version)];
  return from === to ? "changes in the kit or another Node" : `kit ${from} -> ${to}`;
}
