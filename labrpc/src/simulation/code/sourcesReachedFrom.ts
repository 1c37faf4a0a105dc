import { readFileSync } from "node:fs";
import type { CodeBase } from "./CodeBase";
import { compile } from "./compile";

const IMPORT = /\brequire\("(\.[^"]*)"\)/g;
/** Ways to an import that nobody can follow here: a name that is made, another name for `require`, a name with escapes. */
const HIDDEN_IMPORT = /\brequire\b(?!\("[^"]*"\))|\barguments\b|\\u/;

/**
 * The texts of all files that a module needs, itself included, by their paths. An import that leads nowhere is there with
 * its message, since the file may exist another time. Where one of them may import what cannot be seen here, all files of
 * the submission are there.
 *
 * @param module as a test names it, such as "./server"
 */
export function sourcesReachedFrom(code: CodeBase, module: string): ReadonlyMap<string, string> {
  const sources = new Map<string, string>();
  const hidden = new Set<string>();
  const follow = (from: string, specifier: string): void => {
    const found = code.resolve(from, specifier);
    if ("message" in found) {
      sources.set(`${from} ${specifier}`, found.message);
      return;
    }
    const { file } = found;
    const name = code.display(file);
    if (sources.has(name)) return;
    const source = readFileSync(file, "utf8");
    sources.set(name, source);
    const { js } = compile(file, source, true);
    if (HIDDEN_IMPORT.test(js)) hidden.add(name);
    for (const [, imported = ""] of js.matchAll(IMPORT)) follow(file, imported);
  };
  follow("", module);
  if (hidden.size > 0)
    for (const file of code.sourceFiles()) sources.set(code.display(file), readFileSync(file, "utf8"));
  return sources;
}
