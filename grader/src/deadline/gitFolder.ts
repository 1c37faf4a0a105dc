import { lstatSync, opendirSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { decodeText } from "toolkit/files/decodeText";
import { irregularFileKind, readRegularFile } from "toolkit/files/readRegularFile";

/** Where a folder's history is kept, as far as that can be told without starting git. */
export type GitFolder =
  | {
      readonly kind: "found";
      /** The commit that is checked out, in hex. */
      readonly commit: string;
      /** The folder with all objects, absolute. */
      readonly objects: string;
      /** Commits whose parents are not there, one a line; "" when the history is whole. */
      readonly shallow: string;
      /** The repository's settings; "" when there are none. */
      readonly config: string;
      /** The folder that was asked about, seen from the top of the repository, with forward slashes; "." for the top. */
      readonly inside: string;
    }
  | { readonly kind: "no repository" | "no commit" | "unreadable" };

const MOST_SMALL = 256 * 1024;
const MOST_PACKED_REFS = 16 * 2 ** 20;
/** Entries of one folder; git itself opens each pack. */
const MOST_PACKS = 2_000;
const MOST_REFERENCES = 5;

/**
 * Looks for the repository that a folder lies in, as git does, and reads what is needed to ask for its history. Reads
 * regular files only, follows no link, and believes no file that says that something is elsewhere: a linked work tree
 * or a borrowed folder of objects is "unreadable". Never throws.
 *
 * @param folder absolute
 */
export function gitFolder(folder: string): GitFolder {
  try {
    const from = realpathSync(folder);
    const top = topOfGitRepository(from);
    if (top === undefined) return { kind: "no repository" };
    const git = join(top, ".git");
    if (!isPlainGitFolder(git) || !hasPlainGitObjects(join(git, "objects"))) return { kind: "unreadable" };
    const commit = commitOfHead(git);
    if (commit === undefined) return { kind: "no commit" };
    const inside = from
      .slice(top.length)
      .split(/[\\/]/)
      .filter((name) => name !== "")
      .join("/");
    return {
      kind: "found",
      commit,
      objects: join(git, "objects"),
      shallow: smallGitText(join(git, "shallow")) ?? "",
      config: smallGitText(join(git, "config")) ?? "",
      inside: inside === "" ? "." : inside,
    };
  } catch {
    return { kind: "unreadable" };
  }
}

function topOfGitRepository(folder: string): string | undefined {
  for (let top = folder; ; top = dirname(top)) {
    if (lstatSync(join(top, ".git"), { throwIfNoEntry: false }) !== undefined) return top;
    if (dirname(top) === top) return undefined;
  }
}

function isPlainGitFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Whether git would find objects there and nowhere else, and nothing that it would wait for where it looks at all of it. */
function hasPlainGitObjects(objects: string): boolean {
  if (!isPlainGitFolder(objects)) return false;
  for (const borrowed of ["alternates", "http-alternates"])
    if (lstatSync(join(objects, "info", borrowed), { throwIfNoEntry: false }) !== undefined) return false;
  const pack = join(objects, "pack");
  if (lstatSync(pack, { throwIfNoEntry: false }) === undefined) return true;
  if (!isPlainGitFolder(pack)) return false;
  const open = opendirSync(pack);
  try {
    let count = 0;
    for (let entry = open.readSync(); entry !== null; entry = open.readSync())
      if (irregularFileKind(entry) !== undefined || ++count > MOST_PACKS) return false;
    return true;
  } finally {
    open.closeSync();
  }
}

/** The commit that HEAD names; undefined when its branch has none yet. Throws for what git would not write. */
function commitOfHead(git: string): string | undefined {
  let text = smallGitText(join(git, "HEAD"));
  for (let left = MOST_REFERENCES; left > 0 && text !== undefined; left--) {
    if (/^([0-9a-f]{40}|[0-9a-f]{64})\s*$/.test(text)) return text.trim();
    const name = /^ref: (refs\/[^\n]+?)\s*$/.exec(text)?.[1];
    if (name === undefined || !isPlainReferenceName(name)) break;
    text = looseGitReference(git, name);
    if (text === undefined) return packedGitReference(git, name);
  }
  throw new Error("expected HEAD to name a commit");
}

/** Names of branches may hold much, but nothing that leads elsewhere. */
function isPlainReferenceName(name: string): boolean {
  return name.split("/").every((part) => part !== "" && !part.startsWith(".") && !/[\p{Cc}\\:]/u.test(part));
}

function looseGitReference(git: string, name: string): string | undefined {
  const parts = name.split("/");
  for (let length = 1; length < parts.length; length++) {
    const above = lstatSync(join(git, ...parts.slice(0, length)), { throwIfNoEntry: false });
    if (above === undefined) return undefined;
    if (!above.isDirectory()) throw new Error(`expected ${name} to lie in folders`);
  }
  return smallGitText(join(git, name));
}

function packedGitReference(git: string, name: string): string | undefined {
  const text = textOfGitFile(join(git, "packed-refs"), MOST_PACKED_REFS) ?? "";
  const line = text.split("\n").find((one) => one.endsWith(` ${name}`) && /^[0-9a-f]{40,64} /.test(one));
  return line?.slice(0, line.indexOf(" "));
}

function smallGitText(path: string): string | undefined {
  return textOfGitFile(path, MOST_SMALL);
}

/** undefined when there is no such file. Throws for one that is not regular, too large or not readable. */
function textOfGitFile(path: string, most: number): string | undefined {
  const read = readRegularFile(path, { most });
  if (read.kind === "content") return decodeText(read.bytes);
  if (read.kind === "missing") return undefined;
  throw new Error(`expected to read ${path}, got ${read.kind}`);
}
