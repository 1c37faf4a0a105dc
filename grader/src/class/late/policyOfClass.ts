import { resolve } from "node:path";
import { labNames } from "toolkit/labs/readLab";
import type { GradeContext } from "../../grade/GradeContext";
import type { ClassMember } from "../find/findClass";
import { checkLatePolicy } from "./checkLatePolicy";
import { readLatePolicy, type LatePolicy } from "./LatePolicy";

/** The late policy that the command line names, and what to tell of it; undefined where it names none. Throws ToolError. */
export function policyOfClass(
  named: string | undefined,
  members: readonly Pick<ClassMember, "student" | "inRoster">[],
  { root, cwd }: Pick<GradeContext, "root" | "cwd">,
): { readonly policy?: LatePolicy; readonly notes: readonly string[] } {
  if (named === undefined) return { notes: [] };
  const policy = readLatePolicy(resolve(cwd, named), named);
  return { policy, notes: checkLatePolicy(policy, { named, members, labs: labNames(root) }) };
}
