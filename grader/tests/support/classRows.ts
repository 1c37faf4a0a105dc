import type { LatePolicy } from "../../src/class/late/LatePolicy";
import type { ClassRow, GradedClassRow } from "../../src/class/row/ClassRow";
import type { ClassResult } from "../../src/class/run/ClassResult";
import { NO_BASIS } from "./classFolders";

/** A row with a score of 100 points. */
export function graded(score: number, more: Partial<GradedClassRow> = {}): GradedClassRow {
  return {
    kind: "graded",
    score,
    maxScore: 100,
    lateDays: 0,
    tests: [],
    mistakes: [],
    unjudged: [],
    ...more,
  };
}

/** Three free days, then a tenth of the score for each, for five days. */
export const POLICY: LatePolicy = {
  freeDays: 3,
  penaltyPercentPerDay: 10,
  percentOf: "score",
  mostDays: 5,
  extensions: { ill: { lab1: 7 }, moved: { all: 1 } },
};

/** A class of one lab with these rows, all on the roster. @param columns of the roster, the same for everybody */
export function classOfRows(columns: Record<string, string>, ...rows: ClassRow[]): ClassResult {
  return {
    members: rows.map((_, i) => ({
      student: { id: `s${String(i)}`, name: `=SUM(${String(i)})`, columns },
      inRoster: true,
      submissions: [],
    })),
    kit: { version: "1.2.3" },
    changes: [],
    labs: [
      {
        lab: "lab1",
        title: "One",
        fingerprint: "",
        results: rows.map((row) => ({ row, basis: NO_BASIS, isKept: false })),
      },
    ],
  };
}
