import { nearestName } from "toolkit/cli/nearestName";
import { ToolError } from "toolkit/cli/ToolError";
import type { ClassMember } from "../find/findClass";
import type { LatePolicy } from "./LatePolicy";

/** What a policy's extensions are held against. */
export interface LatePolicyScope {
  /** The file, as the user knows it. */
  readonly named: string;
  readonly members: readonly Pick<ClassMember, "student" | "inRoster">[];
  /** All labs of the kit. */
  readonly labs: readonly string[];
}

/**
 * Looks for whom and for what a policy's extensions are: "jan" where "jane" is meant would cost jane her days. Throws ToolError for a
 * lab that there is not, and, where a roster says who is in the class, for somebody who is not. Returns what to tell otherwise:
 * without a roster, whoever has not handed in yet is unknown, too.
 */
export function checkLatePolicy(
  { extensions }: LatePolicy,
  { named, members, labs }: LatePolicyScope,
): readonly string[] {
  const ids = members.map(({ student: { id } }) => id);
  const hasRoster = members.some(({ inRoster }) => inRoster);
  return Object.entries(extensions).flatMap(([id, days]) => {
    const place = `${named}: extensions: ${JSON.stringify(id)}`;
    for (const lab of Object.keys(days))
      if (lab !== "all" && !labs.includes(lab))
        throw new ToolError(
          `${place}: expected a lab (${labs.join(", ")}) or all, got ${JSON.stringify(lab)}${nearestName(lab, labs)}`,
        );
    if (ids.includes(id)) return [];
    const problem = `is nobody in this class${nearestName(id, ids)}; the column student of gradebook.csv has everybody`;
    if (hasRoster) throw new ToolError(`${place} ${problem}`);
    return [`${place} ${problem}`];
  });
}
