import { readFileSync } from "node:fs";
import type { CodeBase } from "./CodeBase";
import { compile } from "./compile";

const IMPORT = /\brequire\("(\.[^"]*)"\)/g;

/**
 * The texts of all files that a module needs, itself included, by their paths. An import that leads nowhere is there with
 * its message, since the file may exist another time.
 *
 * @param module as a test names it, such as "./server"
 */
export function sourcesReachedFrom(code: CodeBase, module: string): ReadonlyMap<string, string> {
  const sources = new Map<string, string>();
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
    for (const [, imported = ""] of compile(file, source, true).js.matchAll(IMPORT)) follow(file, imported);
  };
  follow("", module);
  return sources;
}
