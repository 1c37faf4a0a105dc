import type { AttackCanaries } from "./AttackCanaries";

/** The temporary folder in which one attack is graded. Paths are absolute. */
export interface AttackStage {
  readonly folder: string;
  /** The repository that is handed in. */
  readonly submission: string;
  /** The lab's folder in it. */
  readonly lab: string;
  /** Nothing in here may change. */
  readonly guard: string;
  /** A file in the guarded folder. */
  readonly canaryFile: string;
  readonly secretSeeds: string;
  readonly hidden: string;
  /** Where the grader may write. */
  readonly out: string;
  /** The temporary folder that the grader's processes see; its path marks them all. */
  readonly temporary: string;
  readonly home: string;
  readonly canaries: AttackCanaries;
}
