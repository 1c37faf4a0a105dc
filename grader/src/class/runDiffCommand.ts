import { Command } from "commander";
import { resolve } from "node:path";
import { EXIT } from "toolkit/cli/EXIT";
import { executeCommand } from "toolkit/cli/executeCommand";
import { kitInWords } from "toolkit/files/kitVersion";
import type { GradeContext } from "../grade/GradeContext";
import { readClassPart } from "./part/ClassPart";
import { changesOfClass } from "./part/changesOfClass";
import { renderClassChanges } from "./renderClassChanges";

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
      "\nExit code: 0 nothing differs, 1 somebody has other points or is late by other days, 2 the tool itself could not work.",
    );
  return executeCommand(command, args, context, () => {
    const { cwd, print } = context;
    const [before = "", after = ""] = command.args;
    const [was, is] = [before, after].map((named) => readClassPart(resolve(cwd, named), named));
    if (was === undefined || is === undefined) return Promise.resolve(EXIT.toolFailed);
    const changes = changesOfClass(was, is);
    const lines =
      changes.length === 0
        ? ["Everybody has the same points, and is as late as before."]
        : renderClassChanges(changes);
    print(`Kit ${kitInWords(was.kit)}, then ${kitInWords(is.kit)}.\n${lines.join("\n")}\n`);
    return Promise.resolve(changes.length === 0 ? EXIT.fullMarks : EXIT.lessThanFullMarks);
  });
}
