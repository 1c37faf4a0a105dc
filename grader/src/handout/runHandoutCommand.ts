import { Command, InvalidArgumentError } from "commander";
import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { executeCommand } from "toolkit/cli/executeCommand";
import { namesOption } from "toolkit/cli/options/namesOption";
import { versionOfKit } from "toolkit/files/kitVersion";
import { labNames, readLab } from "toolkit/labs/readLab";
import { writeResultFile } from "toolkit/cli/writeResultFile";
import type { CommandContext } from "toolkit/cli/CommandContext";
import { chooseHandoutLabs } from "./chooseHandoutLabs";
import { handoutFiles } from "./handoutFiles";
import { HANDOUT_RECORD_FILE, HANDOUT_WAYS, type HandoutRecord, type HandoutWay } from "./ways/HandoutRecord";
import { openHandoutFolder } from "./openHandoutFolder";
import { hashesAfterUpdate, planHandoutUpdate } from "./planHandoutUpdate";
import { refuseHandoutOfWrittenStubs } from "./refuseHandoutOfWrittenStubs";
import { renderHandoutChanges } from "./renderHandoutChanges";

interface HandoutOptions {
  readonly labs?: readonly string[];
  readonly grading?: readonly HandoutWay[];
}

/**
 * The `handout` command: makes a repository for students, or brings one up to date. Returns its exit code; never
 * rejects.
 */
export async function runHandoutCommand(args: readonly string[], context: CommandContext): Promise<number> {
  const command = new Command("npm run handout")
    .usage("-- OUT [OPTIONS]")
    .description(
      "Makes a repository for students, or brings one up to date without touching what they wrote.",
    )
    .argument("<out>", "a new or empty folder, or an earlier student repository")
    .option(
      "--labs <names>",
      "these labs, comma-separated; by default all. An earlier student repository keeps its labs and gets these as well",
      namesOption,
    )
    .option(
      "--grading <ways>",
      `how it is graded, comma-separated: ${HANDOUT_WAYS.join(", ")}; by default actions. In an earlier student repository they replace its ways`,
      handoutWays,
    )
    .helpOption("-h, --help", "print this text");
  return executeCommand(command, args, context, () => {
    const [out = ""] = command.args;
    const { root, cwd, print } = context;
    const { labs: asked, grading } = command.opts<HandoutOptions>();
    const folder = resolve(cwd, out);
    const { record, read } = openHandoutFolder(root, folder, out);
    const chosen = chooseHandoutLabs(record?.labs ?? [], asked, labNames(root));
    const { labs } = chosen;
    refuseHandoutOfWrittenStubs(root, labs);
    const wayList = grading ?? record?.ways ?? ["actions"];
    const files = handoutFiles(root, { labs, ways: wayList });
    const changes = planHandoutUpdate(files, record, read, filesThatHandoutLeavesAlone(root, labs));
    for (const { kind, file } of changes) {
      if (kind === "removed") rmSync(join(folder, file), { force: true });
      if (kind === "added" || kind === "updated") writeResultFile(join(folder, file), files.get(file) ?? "");
    }
    const next: HandoutRecord = {
      schema: "handout/v1",
      labs: [...labs],
      ways: [...wayList],
      kit: versionOfKit(),
      files: hashesAfterUpdate(files, record, changes),
    };
    writeResultFile(join(folder, HANDOUT_RECORD_FILE), `${JSON.stringify(next, null, 2)}\n`);
    print(renderHandoutChanges(changes, { out, ...chosen, isNew: record === undefined }));
    return Promise.resolve(0);
  });
}

/** Files that students fill in, and those given files that they may change. */
function filesThatHandoutLeavesAlone(root: string, labs: readonly string[]): ReadonlySet<string> {
  return new Set(
    labs.flatMap((lab) => {
      const { student, given } = readLab(root, lab).manifest;
      return [...student, ...given].map((file) => `${lab}/${file}`);
    }),
  );
}

function handoutWays(text: string): HandoutWay[] {
  return namesOption(text).map((name) => {
    const way = HANDOUT_WAYS.find((known) => known === name);
    if (way === undefined)
      throw new InvalidArgumentError(`Expected some of ${HANDOUT_WAYS.join(", ")}, got ${name}.`);
    return way;
  });
}
