import { endedWell } from "./checks/endedWell";
import { formatsAgree } from "./checks/formatsAgree";
import { htmlIsClean } from "./checks/htmlIsClean";
import { jsonIsWellFormed } from "./checks/jsonIsWellFormed";
import { junitIsWellFormed } from "./checks/junitIsWellFormed";
import { markdownIsClean } from "./checks/markdownIsClean";
import { nothingChanged } from "./checks/nothingChanged";
import { nothingLeaked } from "./checks/nothingLeaked";
import { nothingLeft } from "./checks/nothingLeft";
import { scoreIsDeserved } from "./checks/scoreIsDeserved";
import { sizesAreBounded } from "./checks/sizesAreBounded";
import { terminalIsClean } from "./checks/terminalIsClean";
import type { EvidenceCheck, AttackEvidence, AttackExpectation } from "./checks/AttackEvidence";

/** What must hold for every attack. */
export const EVIDENCE_CHECKS: Readonly<Record<string, EvidenceCheck>> = {
  endedWell,
  scoreIsDeserved,
  nothingLeaked,
  nothingChanged,
  nothingLeft,
  sizesAreBounded,
  jsonIsWellFormed,
  junitIsWellFormed,
  formatsAgree,
  terminalIsClean,
  markdownIsClean,
  htmlIsClean,
};

/** All that is broken, in words; nothing when everything held. */
export function judgeAttack(evidence: AttackEvidence, expectation: AttackExpectation): string[] {
  return Object.values(EVIDENCE_CHECKS).flatMap((check) => check(evidence, expectation));
}
