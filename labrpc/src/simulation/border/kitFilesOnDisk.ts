import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import vm from "node:vm";
import { compile, inlineMap } from "../code/compile";
import { KIT_FILE_HEAD } from "./KIT_FILE_HEAD";
import type { KitFiles } from "./Realm";

const KIT = resolve(__dirname, "../..");
const OWN_LIBRARIES: ReadonlyMap<string, string> = new Map([
  ["labrpc", join(KIT, "index.ts")],
  ["labrpc/scenarios", join(KIT, "scenarios", "index.ts")],
]);
const requireHere = createRequire(__filename);
const scripts = new Map<string, vm.Script>();

/** The kit's files as they stand in its folders, compiled when they are first needed. */
export const kitFilesOnDisk: KitFiles = {
  kernel: join(KIT, "realm", "createKernel.ts"),
  library: (name) => OWN_LIBRARIES.get(name) ?? requireHere.resolve(`${name}/`),
  find(from, name) {
    if (from.startsWith(KIT + sep)) return `${resolve(dirname(from), name)}.ts`;
    return createRequire(from).resolve(name.startsWith(".") ? name : `${name}/`);
  },
  script(file) {
    let script = scripts.get(file);
    if (script === undefined) {
      const { js, map } = compiledKitFile(file);
      // A file URL and a source map, so that debuggers and coverage find the TypeScript.
      script = new vm.Script(`${KIT_FILE_HEAD}${js}\n})${inlineMap(map)}`, {
        filename: pathToFileURL(file).href,
        columnOffset: -KIT_FILE_HEAD.length,
      });
      scripts.set(file, script);
    }
    return script;
  },
};

/** A file of the kit or of a package as JavaScript; `map` is "" for what was JavaScript. */
export function compiledKitFile(file: string): { readonly js: string; readonly map: string } {
  const source = readFileSync(file, "utf8");
  return file.endsWith(".ts") ? compile(file, source, false) : { js: source, map: "" };
}
