import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { Command } from "commander";
import { makeFolders } from "toolkit/files/makeFolders";
import { executeCommand } from "toolkit/cli/executeCommand";
import { EXIT } from "toolkit/cli/EXIT";
import { namesOption } from "toolkit/cli/options/namesOption";
import type { CommandContext } from "toolkit/cli/CommandContext";
import { ToolError } from "toolkit/cli/ToolError";
import { freshFolder } from "toolkit/files/freshFolder";
import { labNames, readLab } from "toolkit/labs/readLab";
import { refuseHandoutOfWrittenStubs } from "../handout/refuseHandoutOfWrittenStubs";
import { refuseInHandout } from "../labs/refuseInHandout";
import { writeResultFile } from "toolkit/cli/writeResultFile";
import { PACKAGE_NAME, packageFiles } from "./packageFiles";

/**
 * The `package` command: packs what students may have into an archive that can be published, for `npx`. Exit code 0 when
 * it is there, 2 when not. Never rejects.
 */
export async function runPackageCommand(args: readonly string[], context: CommandContext): Promise<number> {
  const command = new Command("npm run package")
    .usage("-- OUT [OPTIONS]")
    .description(
      `Packs the student's half of the kit with npm pack, for npx ${PACKAGE_NAME}: no solutions, no corpus, nothing hidden.`,
    )
    .argument("<out>", "the folder that the archive goes to")
    .option("--labs <names>", "these labs, comma-separated; by default all", namesOption)
    .helpOption("-h, --help", "print this text");
  return executeCommand(command, args, context, () => {
    const [out = ""] = command.args;
    const { root, cwd, print } = context;
    const labs = command.opts<{ readonly labs?: readonly string[] }>().labs ?? labNames(root);
    for (const lab of labs) readLab(root, lab);
    refuseHandoutOfWrittenStubs(root, labs);
    const folder = resolve(cwd, out);
    refuseInHandout(root, folder, { what: "the archive", named: out });
    const { folder: made, dispose } = freshFolder("package-archive");
    try {
      try {
        makeFolders(folder);
      } catch (error) {
        throw new ToolError(`expected a folder ${out} for the archive, got ${(error as Error).message}`);
      }
      for (const [name, content] of packageFiles(root, labs)) writeResultFile(join(made, name), content);
      const archive = packFolder(made, folder);
      print(
        `${join(out, archive)}: ${labs.join(", ")}; try it with npx --package ./${archive} ${PACKAGE_NAME} grade ${labs[0] ?? "lab1"}, publish it with npm publish\n`,
      );
    } finally {
      dispose();
    }
    return Promise.resolve(EXIT.fullMarks);
  });
}

/** Runs `npm pack`. Returns the archive's name. Throws ToolError. */
function packFolder(made: string, folder: string): string {
  const args = ["pack", "--json", "--pack-destination", folder];
  const options = { cwd: made, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 } as const;
  const npm = process.env.npm_execpath;
  // The npm that runs us, if one does; else the one on the path, which on Windows is a script.
  const { status, stdout, stderr, error } =
    npm !== undefined && /\.[cm]?js$/.test(npm)
      ? spawnSync(process.execPath, [npm, ...args], options)
      : process.platform === "win32"
        ? spawnSync(`npm ${args.map((arg) => `"${arg}"`).join(" ")}`, { ...options, shell: true })
        : spawnSync("npm", args, options);
  if (status !== 0) throw new ToolError(`expected npm pack to work, got ${error?.message ?? stderr.trim()}`);
  const [packed] = JSON.parse(stdout) as { filename: string }[];
  return packed?.filename ?? "";
}
