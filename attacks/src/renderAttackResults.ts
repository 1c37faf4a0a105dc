import { Chalk } from "chalk";
import Table from "cli-table3";
import { ATTACK_CLASSES } from "./stage/Attack";
import type { AttackResult } from "./runAttack";

/** The table of all attacks, and the sum. */
export function renderAttackResults(results: readonly AttackResult[], { color }: { color: boolean }): string {
  const paint = new Chalk({ level: color ? 1 : 0 });
  const table = new Table({
    head: ["Class", "Attack", "Result", "Time"],
    colAligns: ["left", "left", "left", "right"],
    colWidths: [14, 32, 78, 9],
    wordWrap: true,
    style: { head: [], border: [], compact: true },
  });
  for (const { attack, outcome, elapsedMs } of results) {
    const words = {
      held: () => paint.green("held"),
      broken: () => paint.red(`BROKEN: ${(outcome as { how: readonly string[] }).how.join("; ")}`),
      skipped: () => paint.yellow(`skipped: ${(outcome as { why: string }).why}`),
    }[outcome.kind]();
    table.push([attack.class, attack.name, words, `${(elapsedMs / 1000).toFixed(1)} s`]);
  }
  return `${table.toString()}\n\n${ATTACK_CLASSES.flatMap((kind) => sumOfAttackClass(kind, results)).join("\n")}\n${sumOfAttacks("All", results)}\n`;
}

function sumOfAttackClass(kind: string, results: readonly AttackResult[]): string[] {
  const of = results.filter(({ attack }) => attack.class === kind);
  return of.length === 0 ? [] : [sumOfAttacks(kind, of)];
}

function sumOfAttacks(name: string, results: readonly AttackResult[]): string {
  const count = (kind: AttackResult["outcome"]["kind"]): number =>
    results.filter(({ outcome }) => outcome.kind === kind).length;
  const skipped = count("skipped") === 0 ? "" : `, ${String(count("skipped"))} skipped`;
  return `${name}: ${String(results.length)} attacks, ${String(count("held"))} held, ${String(count("broken"))} broken${skipped}`;
}
