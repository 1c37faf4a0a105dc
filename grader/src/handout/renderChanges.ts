import type { ChosenLabs } from "./chooseLabs";
import type { Change } from "./planUpdate";

/** What a run of `handout` did, for a terminal. */
export function renderChanges(
  changes: readonly Change[],
  { out, labs, stayed, left, isNew }: ChosenLabs & { readonly out: string; readonly isNew: boolean },
): string {
  const of = (kind: Change["kind"]): string[] =>
    changes.filter((change) => change.kind === kind).map(({ file }) => file);
  const handout = `student repository with ${labs.join(", ")}`;
  if (isNew) return `${out}: a new ${handout}, ${String(changes.length)} files\n`;
  const [kept, different] = [of("kept"), of("different")];
  const touched = kept.length + different.length;
  const blocks = [
    `${out}: a ${handout}${changes.length === different.length ? ", up to date" : ""}`,
    ...left.map(
      (lab) =>
        `${lab} has left the kit: its files are removed, except those that somebody changed. To get it back, restore it in the kit and run with --labs ${lab}.`,
    ),
    ...list("Added", of("added")),
    ...list("Updated", of("updated")),
    ...list("Removed", of("removed")),
    ...list("Left alone because somebody changed or deleted them; the kit has something new there", kept),
    ...list("Left alone because somebody changed or deleted them; the kit has nothing new there", different),
    ...(touched === 0
      ? []
      : ["To get the kit's version, make a student repository in a new folder and copy it from there."]),
    ...(stayed.length === 0
      ? []
      : [
          `${stayed.join(", ")} stayed: --labs adds labs. For fewer labs, make a student repository in a new folder.`,
        ]),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function list(title: string, files: readonly string[]): string[] {
  return files.length === 0 ? [] : [[`${title}:`, ...files.map((file) => `  ${file}`)].join("\n")];
}
