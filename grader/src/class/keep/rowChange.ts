import { z } from "zod";
import type { DeepReadonly } from "labrpc/records";
import { classRow, type ClassRow } from "../row/ClassRow";
import { reasonsOfChange, type RowBasis } from "./RowBasis";

const points = z.int().min(0);

/** What has become another since the last finished grading. */
export const rowChange = z.strictObject({
  /** The row before. */
  from: classRow,
  /** In words, for the row as a whole. */
  because: z.array(z.string()),
  /** Tests with other points, in the lab's order; of a test that was not there before, or is not now, points are 0. */
  tests: z.array(
    z.strictObject({ test: z.string(), from: points, to: points, because: z.array(z.string()) }),
  ),
});

export type RowChange = DeepReadonly<z.infer<typeof rowChange>>;

/** A row, and what it was made of. */
export interface RowWithBasis {
  readonly row: ClassRow;
  readonly basis: RowBasis;
}

/** What has changed from one row to the next; undefined when all points are the same, and the days late. */
export function changeOfRow(before: RowWithBasis, now: RowWithBasis): RowChange | undefined {
  const [from, to] = [testsOfRow(before.row), testsOfRow(now.row)];
  const tests = [...new Set([...to.keys(), ...from.keys()])].flatMap((test) => {
    const [had, has] = [
      from.get(test) ?? { score: 0, maxScore: 0 },
      to.get(test) ?? { score: 0, maxScore: 0 },
    ];
    if (had.score === has.score) return [];
    const worth =
      had.maxScore === has.maxScore ? [] : [`${String(had.maxScore)} -> ${String(has.maxScore)} points`];
    return [
      {
        test,
        from: had.score,
        to: has.score,
        because: [...worth, ...reasonsOfChange(before.basis, now.basis, test)],
      },
    ];
  });
  if (tests.length === 0 && countsOfRow(before.row) === countsOfRow(now.row)) return undefined;
  return { from: before.row, because: reasonsOfChange(before.basis, now.basis), tests };
}

function testsOfRow(
  row: ClassRow,
): ReadonlyMap<string, { readonly score: number; readonly maxScore: number }> {
  return new Map(row.kind === "graded" ? row.tests.map((test) => [test.name, test]) : []);
}

/** What of a row counts besides the points of its tests. */
function countsOfRow(row: ClassRow): string {
  return JSON.stringify(row.kind === "graded" ? [row.maxScore, row.daysLate ?? 0] : row.kind);
}
