import Module from "node:module";
import { resolve } from "node:path";
import { isWithin } from "toolkit/files/isWithin";
import { movedSupport } from "./movedSupport";

type Resolve = (request: string, parent: { filename?: string | null } | null, ...rest: unknown[]) => string;

/** Module of Node, with the function that loaders replace. */
const node = Module as unknown as { _resolveFilename: Resolve };

/**
 * Lets files of one folder import as though they lay in another: hidden tests lie anywhere and import what the
 * tests of their lab import. What they import from their own folder is found there.
 *
 * @param folder absolute
 * @param as absolute, such as the lab's folder "tests"
 */
export function resolveImportsAsIn(folder: string, as: string): void {
  const original = node._resolveFilename;
  node._resolveFilename = (request, parent, ...rest) => {
    const file = parent?.filename;
    if (typeof file !== "string" || !isWithin(folder, file) || isImportOfOwnFolder(request, file, folder))
      return original.call(Module, request, parent, ...rest);
    return original.call(Module, movedSupport(request, as), parent, false, { paths: [as] });
  };
}

/** Whether a request names a file of the folder itself. */
function isImportOfOwnFolder(request: string, from: string, folder: string): boolean {
  return /^\.{1,2}(\/|$)/.test(request) && isWithin(folder, resolve(from, "..", request));
}
