import { Command, InvalidArgumentError } from "commander";
import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { executeCommand } from "toolkit/cli/executeCommand";
import { namesOption } from "toolkit/cli/namesOption";
import { labNames, readLab } from "toolkit/labs/readLab";
import { write } from "../report/write/write";
import type { CommandContext } from "toolkit/cli/CommandContext";
import { chooseLabs } from "./chooseLabs";
import { handoutFiles } from "./handoutFiles";
import { RECORD_FILE, WAYS, type HandoutRecord, type Way } from "./ways/HandoutRecord";
import { openFolder } from "./openFolder";
import { hashesAfter, planUpdate } from "./planUpdate";
import { refuseWrittenStubs } from "./refuseWrittenStubs";
import { renderChanges } from "./renderChanges";

interface HandoutOptions {
  readonly labs?: readonly string[];
  readonly grading?: readonly Way[];
}

/**
 * The `handout` command: makes a repository for students, or brings one up to date. Returns its exit code; never
 * rejects.
 */
export async function handout(args: readonly string[], context: CommandContext): Promise<number> {
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
      `how it is graded, comma-separated: ${WAYS.join(", ")}; by default actions. In an earlier student repository they replace its ways`,
      ways,
    )
    .helpOption("-h, --help", "print this text");
  return executeCommand(command, args, context, () => {
    const [out = ""] = command.args;
    const { root, cwd, print } = context;
    const { labs: asked, grading } = command.opts<HandoutOptions>();
    const folder = resolve(cwd, out);
    const { record, read } = openFolder(root, folder, out);
    const chosen = chooseLabs(record?.labs ?? [], asked, labNames(root));
    const { labs } = chosen;
    refuseWrittenStubs(root, labs);
    const wayList = grading ?? record?.ways ?? ["actions"];
    const files = handoutFiles(root, { labs, ways: wayList });
    const changes = planUpdate(files, record, read, studentsOwn(root, labs));
    for (const { kind, file } of changes) {
      if (kind === "removed") rmSync(join(folder, file), { force: true });
      if (kind === "added" || kind === "updated") write(join(folder, file), files.get(file) ?? "");
    }
    const next: HandoutRecord = {
      schema: "handout/v1",
      labs: [...labs],
      ways: [...wayList],
      files: hashesAfter(files, record, changes),
    };
    write(join(folder, RECORD_FILE), `${JSON.stringify(next, null, 2)}\n`);
    print(renderChanges(changes, { out, ...chosen, isNew: record === undefined }));
    return Promise.resolve(0);
  });
}

/** Files that students fill in, and those given files that they may change. */
function studentsOwn(root: string, labs: readonly string[]): ReadonlySet<string> {
  return new Set(
    labs.flatMap((lab) => {
      const { student, given } = readLab(root, lab).manifest;
      return [...student, ...given].map((file) => `${lab}/${file}`);
    }),
  );
}

function ways(text: string): Way[] {
  return namesOption(text).map((name) => {
    const way = WAYS.find((known) => known === name);
    if (way === undefined)
      throw new InvalidArgumentError(`Expected some of ${WAYS.join(", ")}, got ${name}.`);
    return way;
  });
}
