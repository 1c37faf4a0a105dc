import type { ClassRow } from "../row/ClassRow";
import { lateScores, type LatePolicy, type LateScore } from "./LatePolicy";

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
    const scoresAt = (at: number, id: string): ReadonlyMap<string, LateScore> => {
      if (policy === undefined) return new Map();
      const rows = labs.map(({ lab, results }): [string, ClassRow] => [
        lab,
        results[at]?.row ?? { kind: "missing" },
      ]);
      return lateScores(policy, id, new Map(rows));
    };
    this.#scores = new Map(members.map(({ student: { id } }, at) => [id, scoresAt(at, id)]));
  }

  /** Undefined without a policy, and of what has no score. */
  of(student: string, lab: string): LateScore | undefined {
    return this.#scores.get(student)?.get(lab);
  }
}
