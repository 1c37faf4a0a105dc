import { LateScores } from "../late/LateScores";
import { changeOfRow } from "../keep/rowChange";
import type { ClassChange } from "../run/ClassResult";
import type { ClassPart } from "./ClassPart";

type GradedPart = Pick<ClassPart, "members" | "labs" | "policy">;

/** Whose points, or days late, have become others from one grading of a class to the next, in the later one's order. */
export function changesOfClass(before: GradedPart, now: GradedPart): ClassChange[] {
  const places = new Map(before.members.map(({ student }, at) => [student.id, at]));
  const [lateBefore, lateNow] = [new LateScores(before), new LateScores(now)];
  return now.labs.flatMap(({ lab, results }) => {
    const earlier = before.labs.find((one) => one.lab === lab);
    return now.members.flatMap(({ student: { id, name } }, at): ClassChange[] => {
      const [was, is] = [earlier?.results[places.get(id) ?? -1], results[at]];
      if (was === undefined || is === undefined) return [];
      const [from, to] = [lateBefore.of(id, lab)?.points, lateNow.of(id, lab)?.points];
      const late = {
        ...(from === undefined ? {} : { lateFrom: from }),
        ...(to === undefined ? {} : { lateNow: to }),
      };
      const row = { lab, id, name, now: is.row };
      const change = changeOfRow(was, is);
      if (change !== undefined) return [{ ...row, ...change, ...late }];
      const score = is.row.kind === "graded" ? is.row.score : undefined;
      if ((from ?? score) === (to ?? score)) return [];
      return [{ ...row, from: was.row, because: [reasonOfLateness(before, now)], tests: [], ...late }];
    });
  });
}

/** Free days go to the labs that come first, so another lab's lateness may change what is left of this one. */
function reasonOfLateness(before: GradedPart, now: GradedPart): string {
  const isSame = JSON.stringify(before.policy) === JSON.stringify(now.policy);
  return isSame ? "free days that another lab used" : "another late policy";
}
