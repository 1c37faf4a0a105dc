import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join, parse } from "node:path";
import { KIT_ROOT } from "toolkit/files/kitRoot";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";

/** Taken as they are. */
const LINKED = [
  "node_modules",
  "toolkit",
  "labrpc",
  "checker",
  "harness",
  "picture",
  "cluster",
  "scripts",
  "docs",
];
/** Copied: what is below them is looked at entry by entry, and links would be taken for files. */
const COPIED = ["grader/bin", "grader/src", "grader/package.json", "package.json", "package-lock.json"];

/**
 * Makes a kit without labs in a temporary folder of its own, with this kit's packages. Its types can be checked
 * and it can be linted: tsconfig.json and eslint.config.mjs are this kit's.
 *
 * @returns the kit's root, absolute
 */
export function temporaryKit(): string {
  const root = join(temporaryFolder(), "kit");
  for (const folder of ["corpus", "solutions"]) mkdirSync(join(root, folder), { recursive: true });
  for (const name of LINKED) symlinkSync(join(KIT_ROOT, name), join(root, name), "junction");
  for (const name of [...COPIED, "eslint.config.mjs", ".prettierrc.json", ".prettierignore"])
    cpSync(join(KIT_ROOT, name), join(root, name), { recursive: true });
  const config = {
    extends: join(KIT_ROOT, "tsconfig.json"),
    // The packages are outside of this folder.
    compilerOptions: {
      rootDir: parse(root).root,
      rootDirs: [root, join(root, "solutions")],
      typeRoots: [join(KIT_ROOT, "node_modules/@types")],
    },
    include: ["lab?/**/*.ts", "solutions/**/*.ts", "corpus/**/*.ts"],
    exclude: [],
  };
  writeFileSync(join(root, "tsconfig.json"), JSON.stringify(config));
  return root;
}
