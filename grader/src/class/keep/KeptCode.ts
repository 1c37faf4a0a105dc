import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import type { CodeOfStudent } from "../similar/CodeOfStudent";

const keptCode = z.strictObject({
  id: z.string(),
  name: z.string(),
  files: z.array(z.strictObject({ path: z.string(), text: z.string() })),
});

/** What the students of a class wrote, to be compared when the submissions themselves are elsewhere; a file for each. */
export class KeptCode {
  readonly #folder: string;

  /** @param folder absolute; made when something is kept */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** @param student the name of the student's folder */
  write(lab: string, student: string, code: CodeOfStudent): void {
    const file = this.#file(lab, student);
    const unfinished = `${file}.${String(process.pid)}`;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(unfinished, JSON.stringify(code));
    renameSync(unfinished, file);
  }

  /** Undefined where there is none, or none that can be read. */
  read(lab: string, student: string): CodeOfStudent | undefined {
    try {
      return keptCode.parse(JSON.parse(readFileSync(this.#file(lab, student), "utf8")));
    } catch {
      return undefined;
    }
  }

  #file(lab: string, student: string): string {
    return join(this.#folder, lab, `${student}.json`);
  }
}
