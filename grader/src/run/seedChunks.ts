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

/**
 * Whether the chunks after this one do not count any more: it lost its process, or it failed and was not to go on, or failed
 * for so long that it left out seeds of its own.
 */
export function isLastChunk(
  { ending, run }: TestRun,
  { seeds, stopAtFirstFailure }: { readonly seeds: number; readonly stopAtFirstFailure: boolean },
): boolean {
  if (ending.kind === "passed") return false;
  return ending.kind !== "failed" || stopAtFirstFailure || run < seeds;
}

/** Puts the runs of a test's chunks together: all that count, in the order of their seeds. */
export function mergeSeedChunks(chunks: readonly TestRun[]): TestRun {
  // A test that has failed has failed: what could not be found out after that does not put it in doubt.
  const isDecided =
    chunks.at(-1)?.ending.kind === "trouble" && chunks.some(({ ending }) => ending.kind === "failed");
  const counted = isDecided ? chunks.slice(0, -1) : chunks;
  const [head] = counted;
  const last = counted.at(-1)?.ending;
  if (head === undefined || last === undefined) throw new Error("expected at least one chunk of seeds");
  if (counted.length === 1) return head;
  const first = counted.find((chunk) => chunk.first !== undefined)?.first;
  const total = (pick: (chunk: TestRun) => number): number =>
    counted.reduce((sum, chunk) => sum + pick(chunk), 0);
  const failed = counted.find((chunk) => chunk.ending.kind !== "passed")?.ending;
  const isLost = last.kind !== "passed" && last.kind !== "failed";
  return {
    test: head.test,
    run: total(({ run }) => run),
    failed: total(({ failed: seeds }) => seeds),
    ...(first === undefined ? {} : { first }),
    ending: isLost ? last : (failed ?? { kind: "passed" }),
    elapsedMs: total(({ elapsedMs }) => elapsedMs),
  };
}
