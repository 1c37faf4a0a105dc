import { z } from "zod";
import type { EvidenceCheck } from "../AttackEvidence";
import { ATTACK_OUTPUTS } from "../attackGradeArguments";
import { readAttackReport } from "../readAttackReport";

const gradescopeDisagreement = z.object({ score: z.number() });
const ctrfDisagreement = z.object({
  results: z.object({ summary: z.object({ extra: z.object({ score: z.number() }) }) }),
});

/** All formats tell the same points. */
export const attackFormatsAgree: EvidenceCheck = (evidence) => {
  const read = readAttackReport(evidence);
  if (read.kind !== "read") return [];
  const { score } = read.report;
  const told = {
    gradescope: () => gradescopeDisagreement.parse(parsed("gradescope")).score,
    ctrf: () => ctrfDisagreement.parse(parsed("ctrf")).results.summary.extra.score,
  };
  const parsed = (name: string): unknown =>
    JSON.parse(evidence.files.get(ATTACK_OUTPUTS[name] ?? "") ?? "null");
  return Object.entries(told).flatMap(([name, of]) => {
    try {
      const points = of();
      return points === score
        ? []
        : [`${name} tells ${String(points)} points, and the report ${String(score)}`];
    } catch (error) {
      return [`${name} cannot be read: ${(error as Error).message.slice(0, 100)}`];
    }
  });
};
