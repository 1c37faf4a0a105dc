import { Command } from "commander";
import { lstatSync, rmSync } from "node:fs";
import { join } from "node:path";
import { executeCommand } from "toolkit/cli/executeCommand";
import { EXIT } from "toolkit/cli/EXIT";
import { writeReportFile } from "../report/write/writeReportFile";
import type { CommandContext } from "toolkit/cli/CommandContext";
import { ToolError } from "toolkit/cli/ToolError";
import { renderNewLab } from "./renderNewLab";
import { foldersOfNewLab, newLabTemplateFiles } from "./newLabTemplateFiles";

/**
 * The `new-lab` command: makes a small lab that works, for a teacher to change. Exit code 0 when it is made, 2 when
 * not; then nothing is written. Never rejects.
 */
export async function runNewLabCommand(args: readonly string[], context: CommandContext): Promise<number> {
  const { root, print } = context;
  const command = new Command("npm run new-lab")
    .usage("NAME")
    .description(
      "Makes a small working lab: skeleton, harness, tests, manifest, solution, one wheat, one chaff. Change it into your own; docs/write-a-lab.md says how.",
    )
    .argument("<name>", "lab and a number, such as lab6")
    .helpOption("-h, --help", "print this text");
  return executeCommand(command, args, context, () => {
    const [lab = ""] = command.args;
    checkNewLabName(root, lab);
    const files = newLabTemplateFiles(lab);
    try {
      for (const [name, text] of files) writeReportFile(join(root, name), text);
    } catch (error) {
      for (const folder of foldersOfNewLab(lab).filter((made) => isNewLabPathTaken(root, made)))
        rmSync(join(root, folder), { recursive: true });
      throw error;
    }
    print(renderNewLab(lab, [...files.keys()]));
    return Promise.resolve(EXIT.fullMarks);
  });
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
