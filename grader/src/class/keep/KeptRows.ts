import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import type { DeepReadonly } from "labrpc/records";
import { classRow } from "../row/ClassRow";
import { rowBasis } from "./RowBasis";

/** See KeptRow. */
export const keptRow = z.strictObject({ basis: rowBasis, row: classRow });

/** A row, and what it was made of. */
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

  /** Keeps a row in place of the one before. */
  write(lab: string, student: string, made: KeptRow): void {
    const file = this.#file(lab, student);
    const unfinished = `${file}.${String(process.pid)}`;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(unfinished, JSON.stringify(made));
    renameSync(unfinished, file);
  }

  #file(lab: string, student: string): string {
    return join(this.#folder, lab, `${student}.json`);
  }
}
