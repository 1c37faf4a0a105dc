import type { EvidenceCheck } from "./AttackEvidence";
import { readAttackReport } from "./readAttackReport";

/** It ends by itself, within its limit, with the exit code that its report asks for, or a message and 2 where that is right. */
export const attackEndedWell: EvidenceCheck = (evidence, { exit }) => {
  const { exitCode, stopped, terminal } = evidence;
  if (stopped !== undefined) return [`ended by the runner: ${stopped}`];
  const read = readAttackReport(evidence);
  const full = read.kind === "read" && read.report.score === read.report.maxScore;
  const right = exit ?? [full ? 0 : 1];
  if (exitCode === null || !right.includes(exitCode))
    return [
      `exit code ${String(exitCode)} and not ${right.join(" or ")}: ${lastLineOfAttackedGrader(terminal)}`,
    ];
  if (exitCode === 2) {
    const crash = /the grader itself failed|\n\s+at .*\(?.*:\d+:\d+\)?/.exec(terminal);
    if (crash !== null)
      return [`the grader failed instead of refusing: ${lastLineOfAttackedGrader(terminal)}`];
    return terminal.trim() === "" ? ["exit code 2 without a word"] : [];
  }
  return read.kind === "absent" ? ["no report"] : [];
};

function lastLineOfAttackedGrader(text: string): string {
  return (text.trim().split("\n").at(-1) ?? "").slice(0, 160);
}
