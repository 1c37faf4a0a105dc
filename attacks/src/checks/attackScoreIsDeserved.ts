import type { GradeReport } from "grader/GradeReport";
import type { EvidenceCheck } from "./AttackEvidence";
import { readAttackReport } from "./readAttackReport";

/** Points of all parts: an attack may be after the optional ones. */
export function attackScoreOf({ score, optional }: Pick<GradeReport, "score" | "optional">): number {
  return score + (optional?.score ?? 0);
}

/** No more points than the honest twin's, and none less for the tests that the attack is not in. */
export const attackScoreIsDeserved: EvidenceCheck = (evidence, { most, keeps }) => {
  const read = readAttackReport(evidence);
  if (read.kind !== "read") return [];
  const { tests } = read.report;
  const score = attackScoreOf(read.report);
  const undeserved =
    score > most ? [`${String(score)} points where its honest twin has ${String(most)}`] : [];
  const lost = keeps.filter((name) => tests.find((test) => test.name === name)?.status !== "passed");
  return [...undeserved, ...lost.map((name) => `${name} has lost its points with the test that is attacked`)];
};
