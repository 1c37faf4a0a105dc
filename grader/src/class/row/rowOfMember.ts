import type { ClassRow } from "./ClassRow";

/** A member's row in a lab. @param at the member's number in the class */
export function rowOfMember(
  { results }: { readonly results: readonly { readonly row: ClassRow }[] },
  at: number,
): ClassRow {
  return results[at]?.row ?? { kind: "missing" };
}
