import vm from "node:vm";
import type { KitFiles } from "../../simulation/border/Realm";
import { KIT_FILE_HEAD } from "../../simulation/border/KIT_FILE_HEAD";
import type { KitBundle } from "../protocol/KitBundle";

/** The kit's files in a process that has no folder of them. */
export function kitFilesOfBundle({ files, kernel, libraries }: KitBundle): KitFiles {
  const scripts = new Map<string, vm.Script>();
  const name = (number: number | undefined): string => `kit:${String(number)}`;
  const fileOf = (file: string): KitBundle["files"][number] | undefined =>
    files[Number(file.slice("kit:".length))];
  return {
    kernel: name(kernel),
    library: (library) => name(libraries[library]),
    find: (from, wanted) => name(fileOf(from)?.requires[wanted]),
    script(file) {
      let script = scripts.get(file);
      if (script === undefined) {
        script = new vm.Script(`${KIT_FILE_HEAD}${fileOf(file)?.js ?? ""}\n})`, { filename: file });
        scripts.set(file, script);
      }
      return script;
    },
  };
}
