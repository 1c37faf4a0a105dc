import { Command } from "commander";
import { resolve } from "node:path";
import { EXIT } from "toolkit/cli/EXIT";
import { executeCommand } from "toolkit/cli/executeCommand";
import { kitInWords } from "toolkit/files/kitVersion";
import type { GradeContext } from "../grade/GradeContext";
import { readClassPart, type ClassPart } from "./part/ClassPart";
import { changesOfClass } from "./part/changesOfClass";
import { renderClassChanges } from "./renderClassChanges";

/** Students that a line names. */
const MOST_NAMED = 10;

/** `class diff`: says whose points differ between two gradings of a class. Exit code 0 when none do, 1 when some do. */
export async function runDiffCommand(args: readonly string[], context: GradeContext): Promise<number> {
  const command = new Command("npm run class diff")
    .usage("BEFORE AFTER")
    .description(
      "Says whose points or days late differ between two gradings of a class, by which test, and why.",
    )
    .argument("<before>", "the --out of one grading")
    .argument("<after>", "the --out of the other")
    .addHelpText(
      "after",
      "\nExit code: 0 nothing differs, 1 somebody has other points, is late by other days, or is in only one of the gradings, 2 the tool itself could not work.",
    );
  return executeCommand(command, args, context, () => {
    const { cwd, print } = context;
    const [before = "", after = ""] = command.args;
    const [was, is] = [before, after].map((named) => readClassPart(resolve(cwd, named), named));
    if (was === undefined || is === undefined) return Promise.resolve(EXIT.toolFailed);
    const changes = changesOfClass(was, is);
    const others = [...onlyIn(before, was, is), ...onlyIn(after, is, was)];
    const whom = others.length === 0 ? "Everybody has" : "All that is in both has";
    const late = "is as late as before";
    const lines = [
      ...(changes.length === 0 ? [`${whom} the same points, and ${late}.`] : renderClassChanges(changes)),
      ...others,
    ];
    print(`Kit ${kitInWords(was.kit)}, then ${kitInWords(is.kit)}.\n${lines.join("\n")}\n`);
    return Promise.resolve(changes.length + others.length === 0 ? EXIT.fullMarks : EXIT.lessThanFullMarks);
  });
}

/** Lines that name the labs, and the students, of one grading that are not in the other; none where there are none. */
function onlyIn(named: string, { labs, members }: ClassPart, other: ClassPart): string[] {
  const line = (only: readonly string[]): string[] => {
    const more = only.length > MOST_NAMED ? `, and ${String(only.length - MOST_NAMED)} more` : "";
    return only.length === 0 ? [] : [`Only in ${named}: ${only.slice(0, MOST_NAMED).join(", ")}${more}`];
  };
  const otherLabs = other.labs.map(({ lab }) => lab);
  const others = new Set(other.members.map(({ student }) => student.id));
  return [
    ...line(labs.map(({ lab }) => lab).filter((lab) => !otherLabs.includes(lab))),
    ...line(members.filter(({ student }) => !others.has(student.id)).map(({ student }) => student.name)),
  ];
}
