import type { RunRecord } from "labrpc/testing";
import type { Lab } from "toolkit/labs/readLab";
import type { ReplayFile } from "../../artifacts/ReplayFile";
import type { RewindRequest } from "./runFromMoments";

/** A replay that is rewound, and what it is rewound with. */
export interface RewoundReplay {
  readonly replay: ReplayFile;
  readonly lab: Lab;
  /** What chose the submission; see Submission. */
  readonly flags: string;
  /** The replay as the command line names it. */
  readonly from: string;
  /** What the report says about it. */
  readonly hint: string | undefined;
  /** The run as it goes now. */
  readonly record: RunRecord;
  /** Where the curve is written to and read from, below the root and without its ending. */
  readonly file: string;
  readonly search: Omit<RewindRequest, "signature" | "total">;
  /** From each moment; undefined: the default. */
  readonly runs: number | undefined;
}
