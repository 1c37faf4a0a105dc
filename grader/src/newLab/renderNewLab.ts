/** What the `new-lab` command says: what it wrote, and what to do next. Ends with a line break. */
export function renderNewLab(lab: string, files: readonly string[]): string {
  const next: [string, string][] = [
    [`npm run grade ${lab} -- --solution`, "full marks"],
    [`npm run grade ${lab}`, "the skeleton: 0 points"],
    [`npm run check-lab ${lab}`, "types, layout, handout: what is still to be written, in seconds"],
    [`npm run corpus ${lab}`, "skeleton, solution, wheat and chaff: are the tests right?"],
    [`npm run handout -- ../student --labs ${lab}`, "the repository that students get"],
  ];
  const width = Math.max(...next.map(([command]) => command.length));
  return [
    `${lab}: a new working lab, ${String(files.length)} files`,
    ...files.map((file) => `  ${file}`),
    "",
    "Next:",
    ...next.map(([command, what]) => `  ${command.padEnd(width)}  # ${what}`),
    "",
    "docs/write-a-lab.md says how to change it into your own.",
    "",
  ].join("\n");
}
