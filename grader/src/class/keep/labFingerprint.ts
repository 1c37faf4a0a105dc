import type { Lab } from "toolkit/labs/readLab";
import { addTextToHash, hashOfParts } from "./hashOfFiles";
import { testFingerprints } from "./testFingerprints";

/** Changes with a lab's points, hints and tests, whatever kit and Node run them: with what a score may differ in. */
export function labFingerprint(lab: Lab): string {
  return hashOfParts((hash) => {
    addTextToHash(hash, "manifest", JSON.stringify(lab.manifest));
    addTextToHash(hash, "tests", JSON.stringify([...testFingerprints(lab, "")]));
  });
}
