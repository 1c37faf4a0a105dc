import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { CodeOfStudent } from "../similar/CodeOfStudent";
import { keptFolder } from "./keptFolder";
import { writeKeptFile } from "./writeKeptFile";

const keptCode = z.strictObject({
  id: z.string(),
  name: z.string(),
  files: z.array(z.strictObject({ path: z.string(), text: z.string() })),
});

/** What the students of a class wrote, to be compared when the submissions themselves are elsewhere; a file for each. */
export class KeptCode {
  readonly #out: string;

  /** @param out where the class's results are, absolute */
  constructor(out: string) {
    this.#out = out;
  }

  /** @param student the name of the student's folder */
  write(lab: string, student: string, code: CodeOfStudent): void {
    writeKeptFile(this.#out, this.#file(lab, student), JSON.stringify(code));
  }

  /** What is kept of somebody is of an earlier submission, perhaps. */
  forget(lab: string, student: string): void {
    rmSync(this.#file(lab, student), { force: true });
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
    return join(keptFolder(this.#out, "code"), lab, `${student}.json`);
  }
}
