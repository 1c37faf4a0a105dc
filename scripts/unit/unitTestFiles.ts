import { existsSync, readdirSync } from "node:fs";
import { dirname, join, posix } from "node:path";

/** Packages of others, what is made, and what tests work on: none of them holds a test of the kit's. */
const OTHER_NAMES = ["node_modules", "reports", "coverage", "dist", "fixtures", "templates"];
/** Submissions. */
const SUBMISSIONS = ["corpus", "solutions", "attacks/corpus", "attacks/base"];

/** The unit tests of one package. */
export interface UnitTestSuite {
  /** The package's folder, relative to the root with forward slashes; "." for what is in no workspace. */
  readonly folder: string;
  /** Relative to the root, sorted. */
  readonly files: readonly string[];
}

/** All unit tests below a root. A file belongs to the nearest folder above it that has a package.json. */
export function unitTestSuites(root: string): UnitTestSuite[] {
  const files = new Map<string, string[]>();
  for (const file of unitTestFiles(root)) {
    const folder = packageOfTestFile(root, file);
    files.set(folder, [...(files.get(folder) ?? []), file]);
  }
  return [...files].map(([folder, own]) => ({ folder, files: own.sort() }));
}

/** A lab's own tests are none of these: they grade submissions, which is what `npm run corpus` does with them. */
function unitTestFiles(root: string, folder = ""): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (!entry.isDirectory()) return entry.name.endsWith(".test.ts") ? [path] : [];
    const isLabsOwn = entry.name === "tests" && existsSync(join(root, folder, "lab.json"));
    const isOther = entry.name.startsWith(".") || OTHER_NAMES.includes(entry.name);
    return isLabsOwn || isOther || SUBMISSIONS.includes(path) ? [] : unitTestFiles(root, path);
  });
}

function packageOfTestFile(root: string, file: string): string {
  let folder = dirname(file);
  while (folder !== "." && !existsSync(join(root, folder, "package.json"))) folder = dirname(folder);
  return folder;
}
