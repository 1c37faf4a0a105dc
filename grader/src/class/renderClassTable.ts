import { Chalk } from "chalk";
import Table from "cli-table3";
import { quotedBehind } from "toolkit/text/quote";
import { LateScores } from "./late/LateScores";
import type { ClassResult } from "./run/ClassResult";
import { mistakeClusters } from "./page/classStatistics";
import { renderClassChanges } from "./renderClassChanges";
import { standingOfRow } from "./row/standingOfRow";
import { rowOfMember } from "./row/rowOfMember";

/** Mistakes that the terminal names for each lab. */
const MOST_MISTAKES = 3;

/** What became of a class, for a terminal: each student's points, then who could not be graded, what changed, and what many got wrong. */
export function renderClassTable(result: ClassResult, { color }: { readonly color: boolean }): string {
  const paint = new Chalk({ level: color ? 1 : 0 });
  const table = new Table({
    head: ["Student", ...result.labs.map(({ lab }) => lab)],
    colAligns: ["left", ...result.labs.map(() => "right" as const)],
    style: { head: [], border: [], compact: true },
  });
  const late = new LateScores(result);
  const hasRoster = result.members.some(({ inRoster }) => inRoster);
  for (const [index, { student, inRoster }] of result.members.entries())
    table.push([
      inRoster || !hasRoster ? student.name : `${student.name} (not on the roster)`,
      ...result.labs.map((lab) => standingOfRow(rowOfMember(lab, index), late.of(student.id, lab.lab))),
    ]);
  const lines = result.labs.flatMap((lab) => {
    const { results } = lab;
    const name = (index: number): string => result.members[index]?.student.name ?? "";
    const ungradable = results.flatMap(({ row }, index) =>
      row.kind === "ungradable"
        ? [paint.yellow(`${lab.lab}, ${name(index)}: not graded: ${quotedBehind(row.reason, 2)}`)]
        : [],
    );
    const unknown = results.filter(
      ({ row }) => row.kind === "graded" && row.timeUnknown !== undefined,
    ).length;
    const times =
      unknown === 0
        ? []
        : [
            paint.yellow(
              `${lab.lab}: of ${unknown === 1 ? "1 submission" : `${String(unknown)} submissions`} it is not known when it was handed in, and it counts as on time; --handed-in FILE says when`,
            ),
          ];
    const mistakes = mistakeClusters(lab)
      .filter(({ members }) => members.length > 1)
      .slice(0, MOST_MISTAKES)
      .map(
        ({ members, test, what, alsoFails }) =>
          `${lab.lab}, ${String(members.length)} students: ${[test, ...alsoFails].join(", ")}: ${quotedBehind(what, 2)}`,
      );
    return [...ungradable, ...times, ...mistakes];
  });
  return `${[table.toString(), ...lines, ...renderClassChanges(result.changes)].join("\n")}\n`;
}
