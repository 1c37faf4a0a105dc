import type { ChosenHandoutLabs } from "./chooseHandoutLabs";
import type { HandoutChange } from "./planHandoutUpdate";

/** What a run of `handout` did, for a terminal. */
export function renderHandoutChanges(
  changes: readonly HandoutChange[],
  { out, labs, stayed, left, isNew }: ChosenHandoutLabs & { readonly out: string; readonly isNew: boolean },
): string {
  const of = (kind: HandoutChange["kind"]): string[] =>
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
    ...listOfHandoutFiles("Added", of("added")),
    ...listOfHandoutFiles("Updated", of("updated")),
    ...listOfHandoutFiles("Removed", of("removed")),
    ...listOfHandoutFiles(
      "Left alone because somebody changed or deleted them; the kit has something new there",
      kept,
    ),
    ...listOfHandoutFiles(
      "Left alone because somebody changed or deleted them; the kit has nothing new there",
      different,
    ),
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

function listOfHandoutFiles(title: string, files: readonly string[]): string[] {
  return files.length === 0 ? [] : [[`${title}:`, ...files.map((file) => `  ${file}`)].join("\n")];
}
