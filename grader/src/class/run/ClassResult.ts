import type { KitVersion } from "toolkit/files/kitVersion";
import type { ClassDeadlines } from "../late/ClassDeadlines";
import type { LatePolicy } from "../late/LatePolicy";
import type { ClassMember } from "../find/findClass";
import type { RowChange } from "../keep/rowChange";
import type { ClassRow } from "../row/ClassRow";
import type { GradedMember } from "./gradeMember";

/** The results of one lab, one for each member of the class, in the order of the members. */
export interface ClassLabResult {
  readonly lab: string;
  readonly title: string;
  /** Changes with the lab's manifest and tests, and with nothing else. */
  readonly fingerprint: string;
  readonly results: readonly GradedMember[];
}

/** A student's row that has become another since the last finished grading, or what lateness makes of it has. */
export interface ClassChange extends RowChange {
  readonly lab: string;
  /** The student's. */
  readonly id: string;
  readonly name: string;
  readonly now: ClassRow;
  /** Points after lateness, before and now; absent without a policy, or where there is no score. */
  readonly lateFrom?: number;
  readonly lateNow?: number;
}

/** What became of a class. */
export interface ClassResult {
  readonly kit: KitVersion;
  readonly members: readonly ClassMember[];
  readonly labs: readonly ClassLabResult[];
  /** None the first time. */
  readonly changes: readonly ClassChange[];
  /** Default: nobody is late. */
  readonly due?: ClassDeadlines;
  /** Default: lateness is shown, and costs nothing. */
  readonly policy?: LatePolicy;
  /** See Roster. */
  readonly pointsPossible?: Readonly<Record<string, string>>;
}
