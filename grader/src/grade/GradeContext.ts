import type { CheckTypes } from "../types/TypeCheck";
import type { CommandContext } from "toolkit/cli/CommandContext";

/** What grading has to do with the world. */
export interface GradeContext extends CommandContext {
  /** How the types of a submission are checked. Default: in a process of their own. */
  readonly checkTypes?: CheckTypes;
}
