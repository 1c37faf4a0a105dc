import { summaryLine } from "grader/summaryLine";
import type { EvidenceCheck } from "../AttackEvidence";
import { ATTACK_POISON } from "./ATTACK_POISON";
import { readAttackReport } from "../readAttackReport";
import { uncleanAttackCharacters } from "./uncleanAttackCharacters";

/** How lines begin that the kit alone may print. */
const OURS = /^\s*(Score\b|lab\d+: |With pictures: |Type errors |✓ |✗ \S+ POISON|#|Part\b|Not written yet:)/;

/**
 * What is printed steers neither a terminal nor a CI runner, and no line of a student's passes for the kit's.
 *
 * Source for the commands: GitHub's actions/runner, ActionCommand. It takes `::name::` at the start of a line, after
 * white space, and `##[name]` anywhere in one.
 */
export const attackTerminalIsClean: EvidenceCheck = (evidence) => {
  const { terminal } = evidence;
  const character = uncleanAttackCharacters(terminal);
  const lines = terminal.split(/\r\n|[\r\n\u0085\u2028\u2029]/);
  const command = lines.find((line) => /^\s*::\s*[\w-]+.*::/u.test(line) || /##\[[\w-]+[\]\s]/.test(line));
  const forged = lines.find((line) => line.includes(ATTACK_POISON) && OURS.test(line));
  const scores = lines.filter((line) => /^\s*Score( of the selected tests)?: /.test(line));
  const read = readAttackReport(evidence);
  const right = read.kind === "read" ? summaryLine(read.report) : undefined;
  return [
    ...(character === undefined ? [] : [`${character} reaches the terminal`]),
    ...(command === undefined ? [] : [`a command for a CI runner: ${quotedTerminalLine(command)}`]),
    ...(forged === undefined ? [] : [`a line that passes for the kit's: ${quotedTerminalLine(forged)}`]),
    ...(right === undefined || (scores.length === 1 && scores[0] === right)
      ? []
      : [
          `expected one line with the score, got ${String(scores.length)}: ${quotedTerminalLine(scores[0] ?? "")}`,
        ]),
  ];
};

function quotedTerminalLine(line: string): string {
  return JSON.stringify(line.slice(0, 80));
}
