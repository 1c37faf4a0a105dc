import { Chalk } from "chalk";
import type { HttpKvSystem } from "../system/HttpKvSystem";
import type { HttpNodeComparison, HttpNodeDifference } from "./compareHttpNodes";

const MOST_SHOWN = 20;
const LONGEST_VALUE = 40;

/** What a comparison found, line by line, and of which system; each key that differs with both values. */
export function renderHttpNodeComparison(
  { keys, differences }: HttpNodeComparison,
  { leader, origin }: HttpKvSystem,
  { color }: { color: boolean },
): string {
  const paint = new Chalk({ level: color ? 1 : 0 });
  const where =
    origin === "running"
      ? `the system that runs at ${leader.address}`
      : "a system that was started for this run, and no other";
  if (differences.length === 0)
    return `${paint.green("✓")} all followers hold what the leader holds: ${String(keys)} ${keys === 1 ? "key" : "keys"} (${where})\n`;
  const differing = new Set(differences.map(({ key }) => key)).size;
  const lines = differences.slice(0, MOST_SHOWN).map(lineOfHttpNodeDifference);
  const rest = differences.length - lines.length;
  if (rest > 0) lines.push(`  and ${String(rest)} more`);
  return `${paint.red("✗")} keys that differ: ${String(differing)} of ${String(keys)} (${where})\n${lines.join("\n")}\n`;
}

function lineOfHttpNodeDifference({ follower, key, leader, got }: HttpNodeDifference): string {
  return `  ${follower}: ${JSON.stringify(key)}: the leader has ${showHttpNodeValue(leader)}, ${follower} has ${showHttpNodeValue(got)}`;
}

function showHttpNodeValue(value: string | undefined): string {
  if (value === undefined) return "no such key";
  return value.length <= LONGEST_VALUE
    ? JSON.stringify(value)
    : `${JSON.stringify(value.slice(0, LONGEST_VALUE))} … (${String(value.length)} characters)`;
}
