import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import type { DeepReadonly } from "labrpc/records";
import { classRow, type ClassRow } from "../row/ClassRow";

/** What a row was made of, in hashes: whichever is another now is why the row may change. */
const basis = z.strictObject({
  submission: z.string(),
  /** The lab's tests, with all that runs them. */
  tests: z.string(),
  /** Points, hints, deadline, secret seeds: whatever changes a report without a run. */
  report: z.string(),
});

/** A row, and what it was made of. */
export const keptRow = z.strictObject({
  basis,
  row: classRow,
  /** The row before, when its score was another, and what had changed. */
  changed: z.strictObject({ from: classRow, because: z.array(z.string()) }).exactOptional(),
});

export type RowBasis = DeepReadonly<z.infer<typeof basis>>;
export type KeptRow = DeepReadonly<z.infer<typeof keptRow>>;

/** The rows of a class as they were last; a file for each, written whole and then renamed. */
export class KeptRows {
  readonly #folder: string;

  /** @param folder absolute; made when something is kept */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Undefined where there is none, or none that can be read. */
  read(lab: string, student: string): KeptRow | undefined {
    try {
      return keptRow.parse(JSON.parse(readFileSync(this.#file(lab, student), "utf8")));
    } catch {
      return undefined;
    }
  }

  /** Keeps a row, and says what of the row before it has changed and why. */
  write(lab: string, student: string, made: { basis: RowBasis; row: ClassRow }): KeptRow {
    const before = this.read(lab, student);
    const changed = before === undefined ? undefined : changeOfRow(before, made);
    const kept: KeptRow = { ...made, ...(changed === undefined ? {} : { changed }) };
    const file = this.#file(lab, student);
    const unfinished = `${file}.${String(process.pid)}`;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(unfinished, JSON.stringify(kept));
    renameSync(unfinished, file);
    return kept;
  }

  #file(lab: string, student: string): string {
    return join(this.#folder, lab, `${student}.json`);
  }
}

function changeOfRow(
  before: KeptRow,
  now: { readonly basis: RowBasis; readonly row: ClassRow },
): KeptRow["changed"] | undefined {
  if (scoreOfRow(before.row) === scoreOfRow(now.row)) return undefined;
  const reasons: [keyof RowBasis, string][] = [
    ["submission", "another submission"],
    ["tests", "changed tests, or another version of the kit"],
    ["report", "changed points, deadline or secret seeds"],
  ];
  const because = reasons
    .filter(([part]) => before.basis[part] !== now.basis[part])
    .map(([, words]) => words);
  return { from: before.row, because };
}

function scoreOfRow(row: ClassRow): number | undefined {
  return row.kind === "graded" ? row.score : undefined;
}
