import { readableEvidence, type EvidenceCheck } from "./AttackEvidence";

/** Bytes that a report may have. */
export const MOST_EVIDENCE_BYTES = 5 * 2 ** 20;

export const attackSizesAreBounded: EvidenceCheck = (evidence) =>
  readableEvidence(evidence)
    .filter(([, text]) => Buffer.byteLength(text) > MOST_EVIDENCE_BYTES)
    .map(([name, text]) => `${name} has ${String(Buffer.byteLength(text))} bytes or more`);
