import type { Lab } from "toolkit/labs/readLab";
import type { GradingIsolation } from "../../grade/gradingIsolation";
import type { GradeOptions } from "../../grade/GradeOptions";
import type { runTests } from "../../run/runTests";
import type { WorkerPool } from "../../run/WorkerPool";
import type { CheckTypes } from "../../types/TypeCheck";
import type { HandInTimes } from "../find/readHandInTimes";
import type { RowBasis } from "../keep/RowBasis";
import type { KeptCode } from "../keep/KeptCode";
import type { KeptRows } from "../keep/KeptRows";
import type { KeptRuns } from "../keep/KeptRuns";

/** All that the gradings of a class have in common, for one lab. */
export interface ClassGrading {
  /** The kit's, absolute. */
  readonly root: string;
  /** Where results go, absolute. */
  readonly out: string;
  readonly lab: Lab;
  readonly options: Pick<GradeOptions, "jobs" | "due">;
  /** When each was handed in, where the teacher says so. Default: the platform's time, or the last commit's. */
  readonly handInTimes?: HandInTimes;
  readonly secretSeeds: readonly number[];
  readonly isolation: GradingIsolation;
  readonly pool: WorkerPool;
  readonly runs: KeptRuns;
  readonly rows: KeptRows;
  readonly code: KeptCode;
  /** Whether the students' code is kept, to be compared. Default false. */
  readonly keepsCode?: boolean;
  /** See testFingerprints. */
  readonly tests: ReadonlyMap<string, string>;
  /** What all rows are made of; see RowBasis. */
  readonly basis: Omit<RowBasis, "submission" | "handedIn">;
  /** Runs tests elsewhere. Default: in the processes of `pool`. */
  readonly run?: typeof runTests;
  readonly checkTypes: CheckTypes;
  readonly signal?: AbortSignal;
}
