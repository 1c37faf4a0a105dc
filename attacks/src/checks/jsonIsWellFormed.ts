import type { Check } from "./Evidence";
import { readReport } from "./readReport";
import { unclean } from "./unclean";

/** The report fits its schema, all JSON can be read, and no text in it holds steering characters. */
export const jsonIsWellFormed: Check = (evidence) => {
  const read = readReport(evidence);
  const own = read.kind === "wrong" ? [`the JSON report does not fit its schema: ${read.why}`] : [];
  const all = [...evidence.files].filter(([name]) => name.endsWith(".json"));
  return [...own, ...all.flatMap(([name, text]) => problems(name, text))];
};

function problems(name: string, text: string): string[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return [`${name} is not JSON: ${(error as Error).message.slice(0, 100)}`];
  }
  const found = firstUnclean(value);
  return found === undefined ? [] : [`${name} holds ${found}`];
}

function firstUnclean(value: unknown): string | undefined {
  if (typeof value === "string") return unclean(value);
  if (typeof value !== "object" || value === null) return undefined;
  for (const [key, part] of Object.entries(value)) {
    const found = unclean(key) ?? firstUnclean(part);
    if (found !== undefined) return found;
  }
  return undefined;
}
