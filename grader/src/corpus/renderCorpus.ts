import { Chalk } from "chalk";
import Table from "cli-table3";
import type { SpecimenResult } from "./gradeCorpus";

/** The corpus as a table, and what is wrong below it. Prints nothing by itself. */
export function renderCorpus(results: readonly SpecimenResult[], { color }: { color: boolean }): string {
  const paint = new Chalk({ level: color ? 1 : 0 });
  const table = new Table({
    head: ["", "Specimen", "Tests", "Seeds", "Time", "About"],
    colAligns: ["left", "left", "right", "right", "right", "left"],
    style: { head: [], border: [], compact: true },
  });
  for (const { specimen, runs, problem } of results) {
    const seeds = runs.reduce((sum, { run }) => sum + run, 0);
    const ms = runs.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0);
    table.push([
      problem === undefined ? paint.green("✓") : paint.red("✗"),
      specimen.kind === specimen.name ? specimen.name : `${specimen.kind} ${specimen.name}`,
      String(runs.length),
      String(seeds),
      `${(ms / 1000).toFixed(2)} s`,
      specimen.about,
    ]);
  }
  const wrong = problemsOfCorpus(results).map((text) => `${paint.red("✗")} ${text}`);
  const count = `${String(results.length - wrong.length)} of ${String(results.length)} specimens graded as expected`;
  return `${[table.toString(), ...wrong, (wrong.length === 0 ? paint.green : paint.red)(count)].join("\n")}\n`;
}

/** A line for each specimen that did not fare as it must. */
export function problemsOfCorpus(results: readonly SpecimenResult[]): string[] {
  return results.flatMap(({ specimen: { kind, name }, problem }) =>
    problem === undefined ? [] : [`${kind} ${name}: ${problem}`],
  );
}
