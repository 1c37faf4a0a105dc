import { resolve } from "node:path";
import { labNames } from "toolkit/labs/readLab";
import type { GradeContext } from "../../grade/GradeContext";
import type { ClassMember } from "../find/findClass";
import { checkLatePolicy } from "./checkLatePolicy";
import { readLatePolicy, type LatePolicy } from "./LatePolicy";

/** The late policy that the command line names, and what to tell of it; undefined where it names none. Throws ToolError. */
export function policyOfClass(
  named: string | undefined,
  {
    members,
    labs,
  }: {
    readonly members: readonly Pick<ClassMember, "student" | "inRoster">[];
    /** Those that are graded. */
    readonly labs: readonly { readonly lab: string }[];
  },
  { root, cwd }: Pick<GradeContext, "root" | "cwd">,
): { readonly policy?: LatePolicy; readonly notes: readonly string[] } {
  if (named === undefined) return { notes: [] };
  const policy = readLatePolicy(resolve(cwd, named), named);
  const all = labNames(root);
  const alone = labs.map(({ lab }) => lab).join(", ");
  const days =
    policy.freeDays === 0 || labs.length === all.length
      ? []
      : [`Free days: those of ${alone} alone; for days over the term, grade all labs in one run.`];
  return { policy, notes: [...checkLatePolicy(policy, { named, members, labs: all }), ...days] };
}
