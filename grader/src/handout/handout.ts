import { Command, InvalidArgumentError } from "commander";
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { executeCommand } from "../executeCommand";
import { names } from "../GradeOptions";
import { labNames } from "../labs/readLab";
import { write } from "../report/write";
import type { Surroundings } from "../Surroundings";
import { ToolError } from "../ToolError";
import { handoutFiles } from "./handoutFiles";
import { handoutRecord, hashOf, RECORD_FILE, WAYS, type HandoutRecord, type Way } from "./HandoutRecord";
import { planUpdate } from "./planUpdate";
import { renderChanges } from "./renderChanges";

interface HandoutOptions {
  readonly labs?: readonly string[];
  readonly grading?: readonly Way[];
}

/**
 * The `handout` command: makes a repository for students, or brings one up to date. Returns its exit code; never
 * rejects.
 */
export async function handout(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const command = new Command("npm run handout")
    .usage("-- OUT [OPTIONS]")
    .description(
      "Makes a repository for students, or brings one up to date without touching what they wrote.",
    )
    .argument("<out>", "a new or empty folder, or an earlier hand-out")
    .option("--labs <names>", "these labs, apart by commas; a hand-out keeps those it has", names)
    .option("--grading <ways>", `how it is graded, apart by commas: ${WAYS.join(", ")}`, ways)
    .helpOption("-h, --help", "print this text");
  return executeCommand(command, args, surroundings, () => {
    const [out = ""] = command.args;
    const { root, cwd, print } = surroundings;
    const folder = folderFor(root, resolve(cwd, out), out);
    const record = readRecord(folder, out);
    const options = command.opts<HandoutOptions>();
    const known = labNames(root);
    const labs = union(
      record?.labs.filter((lab) => known.includes(lab)),
      options.labs,
      known,
    );
    const chosen = { labs, ways: options.grading ?? record?.ways ?? (["actions"] as const) };
    const files = handoutFiles(root, chosen);
    const changes = planUpdate(files, record, (file) => textOf(join(folder, file)));
    for (const { kind, file } of changes) {
      if (kind === "removed") rmSync(join(folder, file), { force: true });
      else if (kind !== "kept") write(join(folder, file), files.get(file) ?? "");
    }
    const hashes = [...files].map(([file, text]) => [file, hashOf(text)]);
    const next = {
      schema: "handout/v1",
      ...chosen,
      files: Object.fromEntries(hashes) as Record<string, string>,
    };
    write(join(folder, RECORD_FILE), `${JSON.stringify(next, null, 2)}\n`);
    print(renderChanges(changes, { out, labs, isNew: record === undefined }));
    return Promise.resolve(0);
  });
}

/** Labs that are there already and those that were asked for; of a new hand-out without a choice, all. */
function union(
  there: readonly string[] = [],
  asked: readonly string[] | undefined,
  known: readonly string[],
): string[] {
  const wanted = asked ?? (there.length === 0 ? known : []);
  return [...new Set([...there, ...wanted])].sort();
}

function ways(text: string): Way[] {
  return names(text).map((name) => {
    const way = WAYS.find((known) => known === name);
    if (way === undefined)
      throw new InvalidArgumentError(`Expected some of ${WAYS.join(", ")}, got ${name}.`);
    return way;
  });
}

/** Throws ToolError for a folder that cannot become a hand-out. */
function folderFor(root: string, folder: string, out: string): string {
  if (!relative(root, folder).startsWith(".."))
    throw new ToolError(`expected a folder outside of the kit, got ${out}; name one such as ../student`);
  if (!existsSync(folder)) return folder;
  if (!statSync(folder).isDirectory()) throw new ToolError(`expected a folder, got ${out}, which is a file`);
  const isHandout = existsSync(join(folder, RECORD_FILE));
  if (!isHandout && readdirSync(folder).some((name) => name !== ".git"))
    throw new ToolError(
      `expected a new or empty folder, or an earlier hand-out, got ${out}, which holds other files; name another folder`,
    );
  return folder;
}

function readRecord(folder: string, out: string): HandoutRecord | undefined {
  const text = textOf(join(folder, RECORD_FILE));
  if (text === undefined) return undefined;
  try {
    return handoutRecord.parse(JSON.parse(text));
  } catch {
    throw new ToolError(
      `expected ${RECORD_FILE} of ${out} to be as the kit wrote it, got something else; take it back from git`,
    );
  }
}

function textOf(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}
