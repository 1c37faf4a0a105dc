import type { Entry } from "./types";

/** Whether these are entries as a leader sends them: anybody can send anything. */
export function areEntries(entries: unknown): boolean {
  return Array.isArray(entries) && entries.every(isEntry);
}

function isEntry(entry: unknown): boolean {
  const { key, value, version } = Object(entry) as Partial<Entry>;
  return typeof key === "string" && typeof value === "string" && Number.isSafeInteger(version);
}
