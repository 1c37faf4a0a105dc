import { accessSync, constants, existsSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { materialise } from "./materialise";
import { quoted } from "./quoted";
import type { Lab } from "../labs/readLab";
import { ToolError } from "../ToolError";

/** Whose code is to be graded. */
export type SubmissionChoice =
  | { readonly kind: "own" }
  | { readonly kind: "solution" }
  /** A lab folder or a repository that has one; relative to `cwd`. */
  | { readonly kind: "folder"; readonly folder: string; readonly cwd: string };

/** The student's code, found and readable. */
export interface Submission {
  /** The lab folder with the student's files, absolute. */
  readonly folder: string;
  /** Where late.txt belongs, absolute. */
  readonly repository: string;
  /** What chose it on the command line, for the command that replays a failure: "" or " --solution" … */
  readonly flags: string;
  /** Removes what was made for it only. */
  dispose(): void;
}

/** Finds the submission and checks the student's files. Throws ToolError. */
export function findSubmission(root: string, lab: Lab, choice: SubmissionChoice): Submission {
  const { folder, repository, flags, dispose = () => undefined } = locate(root, lab, choice);
  try {
    for (const file of lab.manifest.student) checkReadable(join(folder, file), file);
  } catch (error) {
    dispose();
    throw error;
  }
  return { folder, repository, flags, dispose };
}

type Located = Omit<Submission, "dispose"> & { dispose?: () => void };

function locate(root: string, lab: Lab, choice: SubmissionChoice): Located {
  if (choice.kind === "own") return { folder: lab.folder, repository: root, flags: "" };
  if (choice.kind === "solution") {
    const folder = join(root, "solutions", lab.name);
    if (!isFolder(folder))
      throw new ToolError(
        `expected the reference solution in solutions/${lab.name}, got no such folder; student copies do not have it`,
      );
    return { folder, repository: dirname(folder), flags: " --solution" };
  }
  const given = resolve(choice.cwd, choice.folder);
  if (!existsSync(given))
    throw new ToolError(
      `expected a submission's folder after --submission, got ${choice.folder}, which does not exist`,
    );
  if (!isFolder(given))
    throw new ToolError(`expected a folder after --submission, got ${choice.folder}, which is a file`);
  const flags = ` --submission ${quoted(choice.folder)}`;
  const made = materialise(root, lab.name, given);
  if (made !== undefined) return { folder: made.folder, repository: given, flags, dispose: made.dispose };
  if (lab.manifest.student.some((file) => existsSync(join(given, file))))
    return { folder: given, repository: repositoryOf(given), flags };
  const inside = join(given, lab.name);
  if (isFolder(inside)) return { folder: inside, repository: given, flags };
  throw new ToolError(
    `expected a folder with ${lab.manifest.student.join(" and ")}, or a repository with a folder ${lab.name}, got ${choice.folder}, which has neither`,
  );
}

/** Whoever uploads the lab's files alone puts late.txt beside them; else it is in the folder above. */
function repositoryOf(labFolder: string): string {
  const above = dirname(labFolder);
  return [above, labFolder].find((folder) => existsSync(join(folder, "late.txt"))) ?? above;
}

function checkReadable(path: string, file: string): void {
  if (!existsSync(path))
    throw new ToolError(`expected a file ${file} in ${dirname(path)}, got none; put it there and run again`);
  if (!statSync(path).isFile())
    throw new ToolError(`expected ${path} to be a file, got a folder or something else`);
  try {
    accessSync(path, constants.R_OK);
  } catch (error) {
    throw new ToolError(
      `expected to read ${path}, got ${(error as NodeJS.ErrnoException).code ?? String(error)}; give yourself the right to read it`,
    );
  }
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}
