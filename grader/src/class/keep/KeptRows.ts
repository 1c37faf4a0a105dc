import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { DeepReadonly } from "labrpc/records";
import { classRow } from "../row/ClassRow";
import { rowBasis } from "./RowBasis";
import { keptFolder } from "./keptFolder";
import { writeKeptFile } from "./writeKeptFile";

/** See KeptRow. */
export const keptRow = z.strictObject({ basis: rowBasis, row: classRow });

/** A row, and what it was made of. */
export type KeptRow = DeepReadonly<z.infer<typeof keptRow>>;

/** The rows of a class as they were last; a file for each, written whole and then renamed. */
export class KeptRows {
  readonly #out: string;

  /** @param out where the class's results are, absolute */
  constructor(out: string) {
    this.#out = out;
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
    writeKeptFile(this.#out, this.#file(lab, student), JSON.stringify(made));
  }

  #file(lab: string, student: string): string {
    return join(keptFolder(this.#out, "rows"), lab, `${student}.json`);
  }
}
