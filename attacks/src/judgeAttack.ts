import { attackEndedWell } from "./checks/attackEndedWell";
import { attackFormatsAgree } from "./checks/output/attackFormatsAgree";
import { attackHtmlIsClean } from "./checks/output/attackHtmlIsClean";
import { attackJsonIsWellFormed } from "./checks/output/attackJsonIsWellFormed";
import { attackJunitIsWellFormed } from "./checks/output/attackJunitIsWellFormed";
import { attackMarkdownIsClean } from "./checks/output/attackMarkdownIsClean";
import { attackChangedNothing } from "./checks/attackChangedNothing";
import { attackLeakedNothing } from "./checks/attackLeakedNothing";
import { attackLeftNothing } from "./checks/attackLeftNothing";
import { attackScoreIsDeserved } from "./checks/attackScoreIsDeserved";
import { attackSizesAreBounded } from "./checks/attackSizesAreBounded";
import { attackTerminalIsClean } from "./checks/output/attackTerminalIsClean";
import type { EvidenceCheck, AttackEvidence, AttackExpectation } from "./checks/AttackEvidence";

/** What must hold for every attack. */
export const EVIDENCE_CHECKS: Readonly<Record<string, EvidenceCheck>> = {
  attackEndedWell,
  attackScoreIsDeserved,
  attackLeakedNothing,
  attackChangedNothing,
  attackLeftNothing,
  attackSizesAreBounded,
  attackJsonIsWellFormed,
  attackJunitIsWellFormed,
  attackFormatsAgree,
  attackTerminalIsClean,
  attackMarkdownIsClean,
  attackHtmlIsClean,
};

/** All that is broken, in words; nothing when everything held. */
export function judgeAttack(evidence: AttackEvidence, expectation: AttackExpectation): string[] {
  return Object.values(EVIDENCE_CHECKS).flatMap((check) => check(evidence, expectation));
}
