import { Command, Option } from "commander";
import { writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { makeFolders } from "toolkit/files/makeFolders";
import { executeCommand } from "toolkit/cli/executeCommand";
import { GRADESCOPE_VISIBILITIES, type GradescopeVisibility } from "../formats/platforms/gradescopeFormat";
import { readLab } from "toolkit/labs/readLab";
import { refuseInHandout } from "../labs/refuseInHandout";
import { HIDDEN_MANIFEST, withHiddenTests } from "../labs/withHiddenTests";
import { secretSeedsOf } from "../grade/secretSeeds";
import type { CommandContext } from "toolkit/cli/CommandContext";
import { ToolError } from "toolkit/cli/ToolError";
import { autograderBundle } from "./autograderBundle";

interface GradescopeOptions {
  readonly lab: string;
  readonly secretSeeds?: string;
  readonly hiddenTests?: string;
  readonly hiddenVisibility: GradescopeVisibility;
}

/** The `gradescope` command: makes the archive of one lab's autograder. Returns its exit code; never rejects. */
export async function runGradescopeCommand(
  args: readonly string[],
  context: CommandContext,
): Promise<number> {
  const command = new Command("npm run gradescope")
    .usage("-- --lab LAB OUT.zip")
    .description("Makes the archive that is uploaded to Gradescope as the autograder of a lab.")
    .argument("<out>", "the file to write, such as lab2.zip")
    .requiredOption("--lab <lab>", "the lab, such as lab2")
    .option("--secret-seeds <file>", "put these seeds into the archive; students do not see it")
    .option(
      "--hidden-tests <dir>",
      "put the lab's tests in this folder into the archive; students do not see them",
    )
    .addOption(
      new Option("--hidden-visibility <when>", "when students see the results of hidden tests")
        .choices(GRADESCOPE_VISIBILITIES)
        .default("visible"),
    )
    .helpOption("-h, --help", "print this text");
  return executeCommand(command, args, context, () => {
    const [out = ""] = command.args;
    const { root, cwd, print } = context;
    const { lab, secretSeeds, hiddenTests, hiddenVisibility } = command.opts<GradescopeOptions>();
    if (hiddenTests === undefined && command.getOptionValueSource("hiddenVisibility") === "cli")
      throw new ToolError(
        "expected --hidden-tests with --hidden-visibility, got --hidden-visibility alone; name the folder of hidden tests",
      );
    const { hidden } = withHiddenTests(
      readLab(root, lab),
      { hiddenTests: hiddenTests ?? "", watch: false },
      context,
    );
    if (!out.endsWith(".zip")) throw new ToolError(`expected a name that ends in .zip, got ${out}`);
    const file = resolve(cwd, out);
    refuseInHandout(root, dirname(file), { what: "the archive", named: out });
    const seeds = secretSeedsOf({ secretSeeds: secretSeeds ?? "", watch: false }, context);
    const archive = autograderBundle(root, lab, {
      seeds,
      ...(hidden === undefined ? {} : { hidden: { folder: hidden.folder, visibility: hiddenVisibility } }),
    });
    try {
      makeFolders(dirname(file));
      writeFileSync(file, archive);
    } catch (error) {
      throw new ToolError(`expected to write ${out}, got ${(error as Error).message}`);
    }
    const kb = Math.round(archive.length / 1024);
    const secrets = `${String(seeds.length)} secret seeds and ${String(hidden?.names.size ?? 0)} hidden tests`;
    print(
      `${out}: ${String(kb)} KB, with ${secrets}; upload it as the autograder of ${lab}. The lab's points are in ${lab}/lab.json${hidden === undefined ? "" : ` and, of hidden tests, in ${HIDDEN_MANIFEST}`}.\n`,
    );
    return Promise.resolve(0);
  });
}
