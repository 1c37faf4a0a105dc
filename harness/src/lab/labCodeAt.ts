import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { LabCode } from "labrpc/testing";

const MANIFEST = "lab.json";

/**
 * The lab that a folder is in, with the files that its lab.json says it gives. The grader checks the manifest before;
 * here it is only read, since every worker does so when it starts. Throws when no folder above has a lab.json.
 *
 * @param folder the lab's or one in it, absolute
 */
export function labCodeAt(folder: string): LabCode {
  let lab = folder;
  while (!existsSync(join(lab, MANIFEST))) {
    if (lab === dirname(lab))
      throw new Error(`expected a folder of a lab, got ${folder}: no ${MANIFEST} above`);
    lab = dirname(lab);
  }
  const { given, fixed = [] } = JSON.parse(readFileSync(join(lab, MANIFEST), "utf8")) as LabCode;
  return { folder: lab, given, fixed };
}
