import { createRequire } from "node:module";
import { basename } from "node:path";
import vm from "node:vm";
import { BundledCode, serveRealms } from "labrpc/serving";

/** What a traitor has that no student has: all of Node. */
const POWERS = { process, require: createRequire(__filename) };

/**
 * A realm process whose student code has escaped: modules are handed Node's powers. Walls and the kit's checks have to
 * hold all the same.
 */
serveRealms((bundle) => {
  const code = new BundledCode(bundle);
  return {
    folder: code.folder,
    root: code.root,
    isDebugged: false,
    namesClassesByCode: false,
    check: (file) => {
      code.check(file);
    },
    resolve: (from, specifier) => code.resolve(from, specifier),
    position: (file, line, column) => code.position(file, line, column),
    load(file) {
      const { names } = code.load(file);
      const { js = "" } = bundle.own.find(({ name }) => name === basename(file)) ?? {};
      const parameters = ["exports", "require", "module", "$tick", ...names, "powers"].join(", ");
      const script = new vm.Script(`(function (${parameters}) { "use strict"; { ${js}\n}})`, {
        filename: file,
      });
      const loaded = {
        runInContext: (context: vm.Context) => {
          const run = script.runInContext(context) as (...args: unknown[]) => void;
          return (...args: unknown[]) => {
            run(...args, POWERS);
          };
        },
      };
      return { script: loaded as unknown as vm.Script, names };
    },
  };
});
