import type { Change } from "./planUpdate";

/** What a run of `handout` did, for a terminal. */
export function renderChanges(
  changes: readonly Change[],
  { out, labs, isNew }: { out: string; labs: readonly string[]; isNew: boolean },
): string {
  const of = (kind: Change["kind"]): string[] =>
    changes.filter((change) => change.kind === kind).map(({ file }) => file);
  if (isNew) return `${out}: a new hand-out with ${labs.join(", ")}, ${String(changes.length)} files\n`;
  if (changes.length === 0) return `${out}: a hand-out with ${labs.join(", ")}, up to date\n`;
  const blocks = [
    list("Added", of("added")),
    list("Updated", of("updated")),
    list("Removed", of("removed")),
    list("Left alone, since somebody changed them; the kit has something else there", of("kept")),
  ];
  return `${[`${out}: a hand-out with ${labs.join(", ")}`, ...blocks.filter((block) => block !== "")].join("\n\n")}\n`;
}

function list(title: string, files: readonly string[]): string {
  return files.length === 0 ? "" : [`${title}:`, ...files.map((file) => `  ${file}`)].join("\n");
}
