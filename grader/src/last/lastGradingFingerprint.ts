import type { Lab } from "toolkit/labs/readLab";
import type { Submission } from "toolkit/submission/findSubmission";
import { addFilesToHash, addTextToHash, hashOfParts } from "../fingerprint/hashOfFiles";
import { kitFingerprint } from "../fingerprint/kitFingerprint";
import { submissionFingerprint } from "../fingerprint/submissionFingerprint";

/** Changes with the submission, with the lab's tests and with the kit: while it is the same, so is what a test comes to. */
export function lastGradingFingerprint({ folder, manifest }: Lab, submission: Submission): string {
  return hashOfParts((hash) => {
    addTextToHash(hash, "kit", kitFingerprint());
    addTextToHash(hash, "submission", submissionFingerprint(submission));
    addFilesToHash(
      hash,
      folder,
      (path) => /\.(?:ts|json)$/.test(path) && !path.startsWith("real/") && !manifest.student.includes(path),
    );
  });
}
