import type { WriteEnding } from "./WorldWrites";

/** "Eight writes at the same time take at most as long as four one after the other." */
export const AT_ONCE = 8;
const AS_LONG_AS = 4;
/** The network itself, there and back, and what is not worth a word, virtual ms. */
const SLACK_MS = 12;
/** How late "when `config.quorumTimeoutMs` has passed" may be, virtual ms. */
const LATE_MS = 100;

/** When and how writes end that need so many of these followers. */
export interface QuorumEnding extends WriteEnding {
  /** Before that, too few followers can have confirmed, virtual ms. */
  readonly earliestMs: number;
  /** How many followers have confirmed a write that found no quorum; undefined: it depends. */
  readonly confirmed: number | undefined;
}

/**
 * "The answer comes at the `writeQuorum`-th confirmation", or "when `config.quorumTimeoutMs` has passed".
 *
 * @param distances for each follower, how long a request and its reply take, virtual ms
 */
export function quorumEnding(
  distances: readonly number[],
  { writeQuorum, quorumTimeoutMs }: { readonly writeQuorum: number; readonly quorumTimeoutMs: number },
): QuorumEnding {
  const needed = distances.toSorted((a, b) => a - b)[writeQuorum - 1] ?? Infinity;
  const surely = AS_LONG_AS * needed + SLACK_MS;
  const isSure = surely <= quorumTimeoutMs;
  const isPossible = needed - SLACK_MS <= quorumTimeoutMs;
  const up = distances.filter(Number.isFinite);
  const areKnown = up.every((distance) => AS_LONG_AS * distance + SLACK_MS <= quorumTimeoutMs);
  return {
    kinds: isSure ? ["done"] : isPossible ? ["done", "no-quorum"] : ["no-quorum"],
    withinMs: isSure ? surely : quorumTimeoutMs + LATE_MS,
    earliestMs: Number.isFinite(needed) ? Math.max(0, needed - SLACK_MS) : 0,
    confirmed: areKnown && up.length < writeQuorum ? up.length : undefined,
  };
}
