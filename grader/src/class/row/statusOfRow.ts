import type { ClassRow } from "./ClassRow";

/** A row's state in a few words. */
export function statusOfRow(row: ClassRow): string {
  if (row.kind === "missing") return "missing";
  if (row.kind === "ungradable") return `not graded: ${row.reason}`;
  if (row.unjudged.length > 0) return `not final: ${row.unjudged.join(", ")}`;
  return row.syntaxErrors === undefined ? "graded" : "does not parse";
}
