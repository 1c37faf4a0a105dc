import { lstatSync, type Stats } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Lab } from "../labs/readLab";
import { irregularFileKind } from "../files/readRegularFile";
import { ToolError } from "../cli/ToolError";
import { copySubmission } from "./copySubmission";
import { LATE_FILE, readLateDays, type SubmissionLateDays } from "./lateDays";
import { leftOutLines } from "./leftOut";
import { materialisePatchedEntry } from "./materialisePatchedEntry";
import { quotedArgument } from "../files/quotedArgument";
import { surveySubmission, type SubmissionEntry } from "./surveySubmission";

/** Whose code is to be graded. */
export type SubmissionChoice =
  | { readonly kind: "own" }
  | { readonly kind: "solution" }
  /** A lab folder or a repository that has one; relative to `cwd`. */
  | { readonly kind: "folder"; readonly folder: string; readonly cwd: string };

/** The student's code, found, and copied before anything else looks at it. */
export interface Submission {
  /** A copy of the lab folder, absolute: its TypeScript, in regular files alone. */
  readonly folder: string;
  /** The lab folder that was copied, absolute. For messages, for git and for who waits for changes; nothing else. */
  readonly original: string;
  readonly lateDays: SubmissionLateDays;
  /** What of the lab folder is not in the copy although it may matter, a line each. */
  readonly leftOut: readonly string[];
  /** What chose it on the command line, for the command that replays a failure: "" or " --solution" … */
  readonly flags: string;
  /** Removes the copy. */
  readonly dispose: () => void;
}

/** Finds the submission and copies what the kit reads of it. Throws ToolError. */
export function findSubmission(root: string, lab: Lab, choice: SubmissionChoice): Submission {
  const {
    original,
    copied = original,
    repository,
    entries,
    flags,
    dispose,
  } = locateSubmission(root, lab, choice);
  try {
    const copy = copySubmission(lab, copied, entries);
    return {
      folder: copy.folder,
      original,
      lateDays: readLateDays(repository),
      leftOut: leftOutLines(copy.leftOut),
      flags,
      dispose: copy.dispose,
    };
  } finally {
    dispose?.();
  }
}

interface Located extends Pick<Submission, "original" | "flags"> {
  /** What is to be copied, where that was made for it. Default: `original`. */
  readonly copied?: string;
  /** Where late.txt belongs, absolute. */
  readonly repository: string;
  /** What lies in the lab folder. */
  readonly entries: readonly SubmissionEntry[];
  readonly dispose?: () => void;
}

function locateSubmission(root: string, lab: Lab, choice: SubmissionChoice): Located {
  if (choice.kind === "own")
    return {
      original: lab.folder,
      repository: root,
      entries: listedSubmissionFolder(lab.folder, lab.folder),
      flags: "",
    };
  if (choice.kind === "solution") {
    const original = join(root, "solutions", lab.name);
    if (lookAtSubmissionPath(original) === undefined)
      throw new ToolError(
        `expected the reference solution in solutions/${lab.name}, got no such folder; student copies do not have it`,
      );
    const entries = listedSubmissionFolder(original, `solutions/${lab.name}`);
    return { original, repository: dirname(original), entries, flags: " --solution" };
  }
  return locateSubmissionFolder(root, lab, choice);
}

function locateSubmissionFolder(
  root: string,
  lab: Lab,
  { folder, cwd }: Extract<SubmissionChoice, { kind: "folder" }>,
): Located {
  // An empty variable of a script would mean the folder that the user is in.
  if (folder === "") throw new ToolError('expected a folder after --submission, got ""; name one');
  const given = resolve(cwd, folder);
  if (lookAtSubmissionPath(given) === undefined)
    throw new ToolError(
      `expected a submission's folder after --submission, got ${folder}, which does not exist`,
    );
  const entries = listedSubmissionFolder(given, folder, "a folder after --submission");
  const flags = ` --submission ${quotedArgument(folder)}`;
  const made = materialisePatchedEntry(root, lab.name, given);
  if (made !== undefined) {
    const { folder: copied, dispose } = made;
    return {
      original: given,
      copied,
      repository: given,
      entries: surveySubmission(copied, folder),
      flags,
      dispose,
    };
  }
  if (entries.some(({ path }) => lab.manifest.student.includes(path)))
    return { original: given, repository: repositoryOfSubmission(given), entries, flags };
  const inside = entries.find(({ path }) => path === lab.name);
  if (inside === undefined)
    throw new ToolError(
      `expected a folder with ${lab.manifest.student.join(" and ")}, or a repository with a folder ${lab.name}, got ${folder}, which has neither`,
    );
  if (inside.kind !== "folder")
    throw submissionIsNoFolder(
      `a folder ${lab.name} in ${folder}`,
      inside.kind === "file" ? "a file" : inside.kind.other,
    );
  const prefix = `${lab.name}/`;
  const ofLab = entries
    .filter(({ path }) => path.startsWith(prefix))
    .map(({ path, kind }) => ({ path: path.slice(prefix.length), kind }));
  return { original: join(given, lab.name), repository: given, entries: ofLab, flags };
}

/** What lies in a folder that is a folder, and no link to one. Throws ToolError. */
function listedSubmissionFolder(
  folder: string,
  named: string,
  expected = `${named} to be a folder`,
): SubmissionEntry[] {
  const stats = lookAtSubmissionPath(folder);
  const what = stats?.isFile() === true ? "a file" : stats && irregularFileKind(stats);
  if (what !== "a folder") throw submissionIsNoFolder(expected, `${named}, which is ${what ?? "not there"}`);
  return surveySubmission(folder, named);
}

function submissionIsNoFolder(expected: string, got: string): ToolError {
  const advice = got.endsWith("a link")
    ? "; links are not followed: name or put there the folder itself"
    : "";
  return new ToolError(`expected ${expected}, got ${got}${advice}`);
}

/** Whoever uploads the lab's files alone puts late.txt beside them; else it is in the folder above. */
function repositoryOfSubmission(labFolder: string): string {
  const above = dirname(labFolder);
  return (
    [above, labFolder].find((folder) => lookAtSubmissionPath(join(folder, LATE_FILE)) !== undefined) ?? above
  );
}

/** What lies there, links not followed; undefined when there is nothing, or nothing to be seen. Throws ToolError. */
function lookAtSubmissionPath(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new ToolError(
      `expected to look at ${path}, got ${code ?? String(error)}; give yourself the right to do so`,
    );
  }
}
