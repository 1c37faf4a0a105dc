import { attackEndedWell } from "./checks/endedWell";
import { attackFormatsAgree } from "./checks/formatsAgree";
import { attackHtmlIsClean } from "./checks/htmlIsClean";
import { attackJsonIsWellFormed } from "./checks/jsonIsWellFormed";
import { attackJunitIsWellFormed } from "./checks/junitIsWellFormed";
import { attackMarkdownIsClean } from "./checks/markdownIsClean";
import { attackChangedNothing } from "./checks/nothingChanged";
import { attackLeakedNothing } from "./checks/nothingLeaked";
import { attackLeftNothing } from "./checks/nothingLeft";
import { attackScoreIsDeserved } from "./checks/scoreIsDeserved";
import { attackSizesAreBounded } from "./checks/sizesAreBounded";
import { attackTerminalIsClean } from "./checks/terminalIsClean";
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
