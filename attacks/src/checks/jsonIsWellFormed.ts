import type { EvidenceCheck } from "./AttackEvidence";
import { readAttackReport } from "./readAttackReport";
import { uncleanCharacters } from "./uncleanCharacters";

/** The report fits its schema, all JSON can be read, and no text in it holds steering characters. */
export const jsonIsWellFormed: EvidenceCheck = (evidence) => {
  const read = readAttackReport(evidence);
  const own = read.kind === "wrong" ? [`the JSON report does not fit its schema: ${read.why}`] : [];
  const all = [...evidence.files].filter(([name]) => name.endsWith(".json"));
  return [...own, ...all.flatMap(([name, text]) => jsonProblems(name, text))];
};

function jsonProblems(name: string, text: string): string[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return [`${name} is not JSON: ${(error as Error).message.slice(0, 100)}`];
  }
  const found = firstUncleanJsonText(value);
  return found === undefined ? [] : [`${name} holds ${found}`];
}

function firstUncleanJsonText(value: unknown): string | undefined {
  if (typeof value === "string") return uncleanCharacters(value);
  if (typeof value !== "object" || value === null) return undefined;
  for (const [key, part] of Object.entries(value)) {
    const found = uncleanCharacters(key) ?? firstUncleanJsonText(part);
    if (found !== undefined) return found;
  }
  return undefined;
}
