import type { ClassRow } from "../row/ClassRow";
import { lateScores, type LatePolicy, type LateScore } from "./LatePolicy";
import { rowOfMember } from "../row/rowOfMember";

/** What of a class lateness rests on. */
export interface ClassWithPolicy {
  readonly members: readonly { readonly student: { readonly id: string } }[];
  readonly labs: readonly {
    readonly lab: string;
    readonly results: readonly { readonly row: ClassRow }[];
  }[];
  readonly policy?: LatePolicy;
}

/** What a late policy makes of the scores of a class; without a policy, nothing of anybody's. */
export class LateScores {
  readonly #scores: ReadonlyMap<string, ReadonlyMap<string, LateScore>>;

  constructor({ members, labs, policy }: ClassWithPolicy) {
    this.#scores = new Map(
      members.map(({ student: { id } }, at) => {
        const rows = labs.map((lab): [string, ClassRow] => [lab.lab, rowOfMember(lab, at)]);
        return [
          id,
          policy === undefined ? new Map<string, LateScore>() : lateScores(policy, id, new Map(rows)),
        ];
      }),
    );
  }

  /** Undefined without a policy, and of what has no score. */
  of(student: string, lab: string): LateScore | undefined {
    return this.#scores.get(student)?.get(lab);
  }
}
