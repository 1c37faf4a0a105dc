import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ToolError } from "toolkit/cli/ToolError";
import { freshFolder, type FreshFolder } from "toolkit/files/freshFolder";
import { findSubmission, type Submission } from "toolkit/submission/findSubmission";
import type { Lab } from "toolkit/labs/readLab";
import { cleanName } from "toolkit/text/studentText";
import type { ClassSubmission } from "./findClass";
import { isArchiveName, unpackArchive } from "./unpackArchive";

/** Folders in folders, and archives in them, in which the lab is looked for. */
const MOST_WRAPPINGS = 4;
const IGNORED = /^\.|^__MACOSX$|^node_modules$/;

/**
 * Finds a lab in what a student handed in: a folder with the lab's files, a repository, either of them some folders
 * deeper, or in an archive. Rejects with ToolError when there is none. The caller disposes of it.
 */
export async function openSubmission(
  root: string,
  lab: Lab,
  { kind, path, named }: ClassSubmission,
): Promise<Submission> {
  if (!exists(path))
    throw new ToolError(
      `expected a name in UTF-8, got ${named}, which cannot be opened; give it another name, or unpack the download once more`,
    );
  const unpacked: FreshFolder[] = [];
  const unpack = async (archive: string, from: string): Promise<string> => {
    const place = freshFolder(`${lab.name}-archive`);
    unpacked.push(place);
    await unpackArchive(archive, place.folder, from);
    return place.folder;
  };
  const dispose = (): void => {
    for (const place of unpacked) place.dispose();
  };
  try {
    let folder = kind === "archive" ? await unpack(path, named) : path;
    for (let depth = 0; depth < MOST_WRAPPINGS && !hasLab(folder, lab); depth++) {
      const [only, ...more] = wrappingsIn(folder);
      if (only === undefined || more.length > 0) break;
      const inner = join(folder, only);
      folder =
        isArchiveName(only) && lstatSync(inner).isFile()
          ? await unpack(inner, `${named}/${cleanName(only)}`)
          : inner;
    }
    const submission = foundSubmission(root, lab, { folder, named });
    return {
      ...submission,
      // The report is for the student, whose own folder the commands in it are about.
      flags: "",
      dispose: () => {
        submission.dispose();
        dispose();
      },
    };
  } catch (error) {
    dispose();
    throw error;
  }
}

/** Messages name what the teacher has, and not where it was unpacked. */
function foundSubmission(
  root: string,
  lab: Lab,
  { folder, named }: { folder: string; named: string },
): Submission {
  try {
    return findSubmission(root, lab, { kind: "folder", folder, cwd: root });
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    throw new ToolError(error.message.replaceAll(folder, named));
  }
}

function hasLab(folder: string, { name, manifest }: Lab): boolean {
  return [name, ...manifest.student].some((entry) => exists(join(folder, entry)));
}

function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** Names of the folders and archives in a folder; other files may lie beside them. */
function wrappingsIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !IGNORED.test(entry.name))
    .filter((entry) => entry.isDirectory() || (entry.isFile() && isArchiveName(entry.name)))
    .map(({ name }) => name)
    .sort();
}
