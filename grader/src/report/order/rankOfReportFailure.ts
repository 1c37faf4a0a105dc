import { stubText } from "../../protocol/stubText";
import type { FailedTest, OrderedFailure } from "./FailedTest";
import { isEndlessWait } from "./isEndlessWait";

/** What a failure's rank rests on besides the report of its test. */
export interface ReportFailureSize {
  /** As in the lab's manifest: tests of earlier parts rest on what this one checks. */
  readonly first: boolean;
  /** How many faults the counterexample has. */
  readonly faults: number;
  /** Whether the run was too long for a smaller one to be looked for. */
  readonly isWhole: boolean;
}

/**
 * Says which of two failures to look at first: the one with the smaller numbers, compared from the left. What is
 * written comes before stubs, what counts before what is optional, simple parts before others; in a part, an error at a
 * line before a wrong answer, that before a call that never returns, that before what is right and costs too much, a small
 * counterexample before a whole run, a script, which knows what it asks for, before a generated world, and few faults
 * before many.
 */
export function rankOfReportFailure(
  test: FailedTest,
  failure: OrderedFailure,
  { first, faults, isWhole }: ReportFailureSize,
): number[] {
  const tier = tierOfReportFailure(failure);
  return [
    stubText(failure) !== undefined ? 1 : 0,
    test.optional === true ? 1 : 0,
    first && isReportedMistakeItself(failure) ? 0 : test.part,
    tier,
    tier === 0 || !isWhole ? 0 : 1,
    isOfWorld(failure) ? 1 : 0,
    tier === 0 ? 0 : faults,
  ];
}

/** A wrong value, and no error or endless wait on the way to it. */
function isReportedMistakeItself(failure: OrderedFailure): boolean {
  const { file, expected, got } = failure;
  return expected !== undefined && got !== undefined && file === undefined;
}

function isOfWorld({ cause = [] }: OrderedFailure): boolean {
  return cause.some((line) => line.startsWith("the world: "));
}

const COSTS = /\bkeeps too much in memory\b|^too many RPCs\b/;

function tierOfReportFailure(failure: OrderedFailure): number {
  const { file } = failure;
  // Nothing is known of such a run but that it was too long, and others may say why.
  if (failure.kind === "stuck" && file === undefined) return 4;
  // The place of these is where somebody waits, which need not be where the mistake is.
  if (isEndlessWait(failure)) return 2;
  // Whoever gives wrong answers may well spend too much on them.
  if (COSTS.test(failure.message)) return 3;
  return failure.kind !== "failed" || file !== undefined ? 0 : 1;
}
