import type { Lab } from "toolkit/labs/readLab";
import { addTextToHash, hashOfParts } from "../../fingerprint/hashOfFiles";
import type { LabParts } from "./labParts";

/** Changes with a lab's points, hints and tests, whatever kit and Node run them: with what a score may differ in. */
export function labFingerprint({ manifest }: Lab, { shared, tests }: LabParts): string {
  return hashOfParts((hash) => {
    addTextToHash(hash, "manifest", JSON.stringify(manifest));
    addTextToHash(hash, "tests", JSON.stringify([shared, ...tests]));
  });
}
