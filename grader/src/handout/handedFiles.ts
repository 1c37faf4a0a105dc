import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { workspacesOf } from "../labs/workspacesOf";

/** Folders that hold what was made or installed. */
const MADE = ["node_modules", "reports", "coverage", "dist", ".cache"];

/** What file managers leave in folders. */
const LITTER = [".DS_Store", "Thumbs.db", "desktop.ini"];

/** Files of the kit's root that students get as they are. */
const AT_ROOT = [
  ".dockerignore",
  ".editorconfig",
  ".gitattributes",
  ".gitignore",
  ".mocharc.cjs",
  ".prettierrc.json",
  ".vscode/launch.json",
  "LICENSE",
  "docs/debugger.md",
  "docs/formats.md",
  "docs/grade-report.md",
  "docs/images/lab2-architecture-dark.svg",
  "docs/images/lab2-architecture-light.svg",
  "docs/images/lab3-sequential-dark.svg",
  "docs/images/lab3-sequential-light.svg",
  "docs/picture.md",
  "docs/scenarios.md",
  "docs/strategies.md",
  "tsconfig.json",
];

/** What is a teacher's in the grader: commands, and what `new-lab` makes labs of, a solution included. */
const TEACHERS = [
  "grader/bin/teacher.js",
  "grader/src/teacherCommands.ts",
  ...["class", "checkLab", "corpus", "strategies", "handout", "gradescope", "newLab", "package"].map(
    (name) => `grader/src/${name}/`,
  ),
  "grader/templates/",
  "grader/prairielearn/",
];

/**
 * Names of the kit's files that go into a hand-out, with forward slashes: the workspaces without their tests and
 * without a teacher's commands, and the labs. Solutions and the corpus are in none of these folders.
 *
 * @param hasRealSystems whether labs come as real systems too. Default: true
 */
export function handedFiles(root: string, labs: readonly string[], hasRealSystems = true): string[] {
  const packages = handedWorkspaces(root, labs, hasRealSystems)
    .filter((folder) => labOfHandedFolder(root, folder) === undefined)
    .flatMap((folder) => filesBelowHandedFolder(root, folder));
  const ofLabs = labs.flatMap((lab) =>
    filesBelowHandedFolder(root, lab).filter(
      (file) => !file.startsWith(hasRealSystems ? `${lab}/real/tests/` : `${lab}/real/`),
    ),
  );
  return [
    ...AT_ROOT.filter((file) => existsSync(join(root, file))),
    ...packages.filter((file) => !isPackageTest(file) && !isTeachersFile(file)),
    ...ofLabs,
  ].sort();
}

/** Runs nodes as processes, for labs that have a real system. It needs more packages than all the rest. */
const REAL_SYSTEMS = "cluster";

/** Folders of the kit's own packages that the labs need; those that are in a lab too, where its real system is. */
export function handedWorkspaces(root: string, labs: readonly string[], hasRealSystems = true): string[] {
  const isReal = hasRealSystems && labs.some((lab) => existsSync(join(root, lab, "real")));
  return workspacesOf(root).filter((folder) => {
    const lab = labOfHandedFolder(root, folder);
    return lab === undefined ? folder !== REAL_SYSTEMS || isReal : isReal && labs.includes(lab);
  });
}

/** The lab that a package is in; undefined for one that is in none. */
function labOfHandedFolder(root: string, folder: string): string | undefined {
  const [lab = ""] = folder.split("/");
  return existsSync(join(root, lab, "lab.json")) ? lab : undefined;
}

function filesBelowHandedFolder(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (!entry.isDirectory()) return LITTER.includes(entry.name) ? [] : [path];
    return MADE.includes(entry.name) ? [] : filesBelowHandedFolder(root, path);
  });
}

function isPackageTest(file: string): boolean {
  return /^[^/]+\/tests\//.test(file);
}

function isTeachersFile(file: string): boolean {
  return TEACHERS.some((teachers) => file.startsWith(teachers));
}
