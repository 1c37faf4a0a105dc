import type { TestRun } from "../protocol/TestRun";

/**
 * Most seeds that one job runs, so that two processes can share a long test. A constant, and not a matter of
 * how many processes there are: how long a failing test goes on depends on it, and so does its report.
 */
const MOST_SEEDS = 13;

/** Cuts seeds into runs of nearly equal length. */
export function seedChunks(seeds: readonly number[]): (readonly number[])[] {
  const count = Math.max(1, Math.ceil(seeds.length / MOST_SEEDS));
  const at = (index: number): number => Math.round((index * seeds.length) / count);
  return Array.from({ length: count }, (_, index) => seeds.slice(at(index), at(index + 1)));
}

/** Whether the chunks after this one do not count any more. */
export function isLastChunk({ ending }: TestRun, stopAtFirstFailure: boolean): boolean {
  if (ending.kind === "passed") return false;
  return ending.kind !== "failed" || stopAtFirstFailure;
}

/**
 * Puts the runs of a test's chunks together, in the order of their seeds, up to the first that ends the test.
 * What later chunks came to is left out, so that it does not matter whether they ran at the same time.
 */
export function mergeSeedChunks(chunks: readonly TestRun[], stopAtFirstFailure: boolean): TestRun {
  const end = chunks.findIndex((chunk) => isLastChunk(chunk, stopAtFirstFailure));
  const whole = end === -1 ? chunks : chunks.slice(0, end + 1);
  // A test that has failed has failed: what could not be found out after that does not put it in doubt.
  const isDecided =
    whole.at(-1)?.ending.kind === "trouble" && whole.some(({ ending }) => ending.kind === "failed");
  const counted = isDecided ? whole.slice(0, -1) : whole;
  const [head] = counted;
  if (head === undefined) throw new Error("expected at least one chunk of seeds");
  if (counted.length === 1) return head;
  const first = counted.find((chunk) => chunk.first !== undefined)?.first;
  const total = (pick: (chunk: TestRun) => number): number =>
    counted.reduce((sum, chunk) => sum + pick(chunk), 0);
  const ending =
    end !== -1 && !isDecided
      ? counted.at(-1)?.ending
      : counted.find((chunk) => chunk.ending.kind !== "passed")?.ending;
  return {
    test: head.test,
    run: total(({ run }) => run),
    failed: total(({ failed }) => failed),
    ...(first === undefined ? {} : { first }),
    ending: ending ?? { kind: "passed" },
    elapsedMs: total(({ elapsedMs }) => elapsedMs),
  };
}
