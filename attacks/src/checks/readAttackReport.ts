import { gradeReport, type GradeReport } from "grader/GradeReport";
import type { AttackEvidence } from "./AttackEvidence";
import { ATTACK_JSON_COPY } from "./attackGradeArguments";

/** The grader's report, or why there is none. */
export type ReportOfAttack =
  | { readonly kind: "read"; readonly report: GradeReport }
  | { readonly kind: "absent" }
  | { readonly kind: "wrong"; readonly why: string };

export function readAttackReport({ files }: AttackEvidence): ReportOfAttack {
  const text = files.get(ATTACK_JSON_COPY);
  if (text === undefined) return { kind: "absent" };
  try {
    return { kind: "read", report: gradeReport.parse(JSON.parse(text)) };
  } catch (error) {
    return { kind: "wrong", why: (error as Error).message.slice(0, 200) };
  }
}
