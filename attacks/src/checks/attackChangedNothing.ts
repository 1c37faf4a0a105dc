import type { EvidenceCheck } from "./AttackEvidence";

/** No file outside of what the grader writes is made, changed or taken away. */
export const attackChangedNothing: EvidenceCheck = ({ changed }) => {
  const MOST = 3;
  if (changed.length === 0) return [];
  const more = changed.length > MOST ? ` and ${String(changed.length - MOST)} more` : "";
  return [`made or changed: ${changed.slice(0, MOST).join(", ")}${more}`];
};
