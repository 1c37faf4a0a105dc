import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { StudentPlace } from "../protocol/TestRun";

/**
 * Where a method begins, in a module of the submission; undefined where it is written in a way that is not recognised.
 *
 * @param folder of the submission's copy, absolute
 * @param module as tests name it: "./server"
 */
export function placeOfMethod(
  folder: string,
  { module, method }: { readonly module: string; readonly method: string },
): StudentPlace | undefined {
  if (!/^\.\/[\w./-]+$/.test(module) || !/^[\w$]+$/.test(method)) return undefined;
  const file = `${module.slice(2)}.ts`;
  const begins = new RegExp(
    `^(\\s*(?:(?:public|private|protected|override|async)\\s+|\\*\\s*)*)${method.replaceAll("$", "\\$")}\\s*(?:<[^(]*>)?\\(.*$`,
  );
  try {
    const lines = readFileSync(join(folder, file), "utf8").split(/\r?\n/);
    // A call of the same name ends a statement; what begins a method does not.
    const at = lines.findIndex((line) => begins.test(line) && !/;\s*$/.test(line));
    if (at < 0) return undefined;
    const [, before = ""] = begins.exec(lines[at] ?? "") ?? [];
    return { file, line: at + 1, column: before.length + 1 };
  } catch {
    return undefined;
  }
}
