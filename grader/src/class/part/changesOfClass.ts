import { changeOfRow } from "../keep/rowChange";
import type { ClassChange } from "../run/ClassResult";
import type { ClassPart } from "./ClassPart";

/** Whose points have become others from one grading of a class to the next, in the later one's order. */
export function changesOfClass(
  before: Pick<ClassPart, "members" | "labs">,
  now: Pick<ClassPart, "members" | "labs">,
): ClassChange[] {
  const places = new Map(before.members.map(({ student }, at) => [student.id, at]));
  return now.labs.flatMap(({ lab, results }) => {
    const earlier = before.labs.find((one) => one.lab === lab);
    return now.members.flatMap(({ student: { id, name } }, at) => {
      const [was, is] = [earlier?.results[places.get(id) ?? -1], results[at]];
      if (was === undefined || is === undefined) return [];
      const change = changeOfRow(was, is);
      return change === undefined ? [] : [{ lab, id, name, now: is.row, ...change }];
    });
  });
}
