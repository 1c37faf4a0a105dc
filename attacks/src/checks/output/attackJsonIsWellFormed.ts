import type { EvidenceCheck } from "../AttackEvidence";
import { readAttackReport } from "../readAttackReport";
import { uncleanAttackCharacters } from "./uncleanAttackCharacters";

/** The report fits its schema, all JSON can be read, and no text in it holds steering characters. */
export const attackJsonIsWellFormed: EvidenceCheck = (evidence) => {
  const read = readAttackReport(evidence);
  const own = read.kind === "wrong" ? [`the JSON report does not fit its schema: ${read.why}`] : [];
  const all = [...evidence.files].filter(([name]) => name.endsWith(".json"));
  return [...own, ...all.flatMap(([name, text]) => attackJsonProblems(name, text))];
};

function attackJsonProblems(name: string, text: string): string[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return [`${name} is not JSON: ${(error as Error).message.slice(0, 100)}`];
  }
  const found = firstUncleanAttackJson(value);
  return found === undefined ? [] : [`${name} holds ${found}`];
}

function firstUncleanAttackJson(value: unknown): string | undefined {
  if (typeof value === "string") return uncleanAttackCharacters(value);
  if (typeof value !== "object" || value === null) return undefined;
  for (const [key, part] of Object.entries(value)) {
    const found = uncleanAttackCharacters(key) ?? firstUncleanAttackJson(part);
    if (found !== undefined) return found;
  }
  return undefined;
}
