import { Command, InvalidArgumentError } from "commander";
import { lstatSync, rmSync } from "node:fs";
import { join } from "node:path";
import { executeCommand } from "toolkit/cli/executeCommand";
import { EXIT } from "toolkit/cli/EXIT";
import { writeResultFile } from "toolkit/cli/writeResultFile";
import type { CommandContext } from "toolkit/cli/CommandContext";
import { ToolError } from "toolkit/cli/ToolError";
import { renderNewLab } from "./renderNewLab";
import { EXAMPLE_OBJECT, foldersOfNewLab, newLabTemplateFiles, wordsOfNewLab } from "./newLabTemplateFiles";
import { sealNewLabJudges } from "./sealNewLabJudges";

/**
 * The `new-lab` command: makes a small lab that works, for a teacher to change. Exit code 0 when it is made, 2 when
 * not; then nothing is written. Never rejects.
 */
export async function runNewLabCommand(args: readonly string[], context: CommandContext): Promise<number> {
  const { root, print } = context;
  const command = new Command("npm run new-lab")
    .usage("NAME [-- OPTIONS]")
    .description(
      "Makes a small working lab: skeleton, harness, tests, manifest, solution, one wheat, one chaff. Change it into your own; docs/write-a-lab.md says how.",
    )
    .argument("<name>", "lab and a number, such as lab6")
    .option(
      "--name <word>",
      "what the lab is about, in one small word such as queue: its classes, files and texts get that name",
      newLabObject,
      EXAMPLE_OBJECT,
    )
    .helpOption("-h, --help", "print this text");
  return executeCommand(command, args, context, () => {
    const [lab = ""] = command.args;
    checkNewLabName(root, lab);
    const { name: object } = command.opts<{ readonly name: string }>();
    const files = newLabTemplateFiles(lab, object);
    try {
      for (const [name, text] of files) writeResultFile(join(root, name), text);
      if (object !== EXAMPLE_OBJECT) sealNewLabJudges(root, lab);
    } catch (error) {
      for (const folder of foldersOfNewLab(lab).filter((made) => isNewLabPathTaken(root, made)))
        rmSync(join(root, folder), { recursive: true });
      throw error;
    }
    print(renderNewLab(lab, [...files.keys()]));
    return Promise.resolve(EXIT.fullMarks);
  });
}

/** A word that can stand for the example's wherever that is. */
function newLabObject(word: string): string {
  if (!/^[a-z][a-z0-9]{1,30}$/.test(word))
    throw new InvalidArgumentError("Expected one word of small letters, such as queue.");
  if (wordsOfNewLab().has(word))
    throw new InvalidArgumentError("Expected a word that the example uses for nothing else, such as queue.");
  return word;
}

/** Throws ToolError for a name that is no lab's, and for one that is taken. */
function checkNewLabName(root: string, lab: string): void {
  if (!/^lab[1-9]\d*$/.test(lab))
    throw new ToolError(
      `expected lab and a number, as ${firstFreeLabName(root)}, got ${JSON.stringify(lab)}; choose such a name`,
    );
  const taken = foldersOfNewLab(lab).find((folder) => isNewLabPathTaken(root, folder));
  if (taken !== undefined)
    throw new ToolError(
      `expected a name that no lab has yet, got ${lab}: the folder ${taken} exists already; use ${firstFreeLabName(root)}`,
    );
}

/** The first name from lab1 on of which there is no folder. */
function firstFreeLabName(root: string): string {
  for (let number = 1; ; number++) {
    const lab = `lab${String(number)}`;
    if (!foldersOfNewLab(lab).some((folder) => isNewLabPathTaken(root, folder))) return lab;
  }
}

/** Also true of a link that leads nowhere. */
function isNewLabPathTaken(root: string, path: string): boolean {
  try {
    lstatSync(join(root, path));
    return true;
  } catch {
    return false;
  }
}
