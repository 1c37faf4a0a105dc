import type { EvidenceCheck } from "./AttackEvidence";

/** No process outlives the grader. */
export const attackLeftNothing: EvidenceCheck = ({ left }) =>
  left.length === 0 ? [] : [`${String(left.length)} processes left: ${left[0]?.slice(0, 100) ?? ""}`];
