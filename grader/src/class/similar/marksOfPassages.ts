import type { SimilarPassage } from "./compareCode";

/** The number of the passage that each marked row belongs to, by row. */
export interface PassageMarks {
  readonly left: ReadonlyMap<number, number>;
  readonly right: ReadonlyMap<number, number>;
}

/**
 * Numbers passages so that each number stands on both sides. Passages overlap: a row belongs to the longest one, and a passage
 * without a row of its own on either side gets no number. Numbers go by the order of the left program.
 */
export function marksOfPassages(passages: readonly SimilarPassage[]): PassageMarks {
  const taken = { left: new Set<number>(), right: new Set<number>() };
  const numbered: { readonly left: readonly number[]; readonly right: readonly number[] }[] = [];
  for (const passage of [...passages].sort((a, b) => lengthOf(b.left) - lengthOf(a.left))) {
    const left = rowsOf(passage.left).filter((row) => !taken.left.has(row));
    const right = rowsOf(passage.right).filter((row) => !taken.right.has(row));
    if (left.length === 0 || right.length === 0) continue;
    for (const row of left) taken.left.add(row);
    for (const row of right) taken.right.add(row);
    numbered.push({ left, right });
  }
  numbered.sort((a, b) => (a.left[0] ?? 0) - (b.left[0] ?? 0));
  const marks = (side: "left" | "right"): ReadonlyMap<number, number> =>
    new Map(numbered.flatMap((rows, at) => rows[side].map((row): [number, number] => [row, at + 1])));
  return { left: marks("left"), right: marks("right") };
}

function lengthOf([first, last]: SimilarPassage["left"]): number {
  return last - first + 1;
}

function rowsOf(rows: SimilarPassage["left"]): number[] {
  return Array.from({ length: lengthOf(rows) }, (_, at) => rows[0] + at);
}
