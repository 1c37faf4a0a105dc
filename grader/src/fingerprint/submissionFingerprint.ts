import type { Submission } from "toolkit/submission/findSubmission";
import { addFilesToHash, hashOfParts } from "./hashOfFiles";

/** Changes with the code that was handed in, and with nothing else of it: a copy has the lab's TypeScript alone. */
export function submissionFingerprint({ folder }: Submission): string {
  return hashOfParts((hash) => {
    addFilesToHash(hash, folder);
  });
}
