import type { AttackCanary } from "../stage/AttackCanaries";

/** What was seen of one run of the grader. */
export interface AttackEvidence {
  readonly exitCode: number | null;
  /** Why the runner ended it, when it did. */
  readonly stopped?: string;
  /** Real milliseconds. */
  readonly elapsedMs: number;
  /** All that it printed. */
  readonly terminal: string;
  /** What it wrote, by name. */
  readonly files: ReadonlyMap<string, string>;
  /** Processes that outlived it. */
  readonly left: readonly string[];
  /** Files that were made or changed where nothing may change. */
  readonly changed: readonly string[];
}

/** What must hold. */
export interface AttackExpectation {
  /** The score of the honest twin. */
  readonly most: number;
  /** Tests that must be passed. */
  readonly keeps: readonly string[];
  readonly exit?: readonly number[];
  readonly canaries: readonly AttackCanary[];
  /** What code says that has escaped. */
  readonly word: string;
}

/** Says what is broken; nothing when all holds. */
export type EvidenceCheck = (evidence: AttackEvidence, expectation: AttackExpectation) => string[];

/** Everything that a student reads, by name. */
export function readableEvidence({ terminal, files }: AttackEvidence): [string, string][] {
  return [["the terminal", terminal], ...files];
}
