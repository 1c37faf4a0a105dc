import type { ClassMember } from "../find/findClass";
import type { GradedMember } from "./gradeMember";

/** The results of one lab, one for each member of the class, in the order of the members. */
export interface ClassLabResult {
  readonly lab: string;
  readonly title: string;
  readonly results: readonly GradedMember[];
}

/** What became of a class. */
export interface ClassResult {
  readonly members: readonly ClassMember[];
  readonly labs: readonly ClassLabResult[];
}
