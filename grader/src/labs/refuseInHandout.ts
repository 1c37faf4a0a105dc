import { existsSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { isWithin } from "toolkit/files/isWithin";
import { ToolError } from "toolkit/cli/ToolError";
import { labNames } from "toolkit/labs/readLab";
import { workspacesOf } from "./workspacesOf";

/**
 * Throws ToolError for a secret that lies in one of the kit's folders of which hand-outs are made. Links count as
 * what they lead to.
 *
 * @param path where it is, absolute
 * @param what such as "hidden tests"
 * @param named the place as the user named it
 */
export function refuseInHandout(
  root: string,
  path: string,
  { what, named }: { readonly what: string; readonly named: string },
): void {
  const place = realPathIfThere(path);
  const folder = [...labNames(root), ...workspacesOf(root)].find((one) =>
    isWithin(realPathIfThere(join(root, one)), place),
  );
  if (folder === undefined) return;
  throw new ToolError(
    `expected ${what} outside of what students get, got ${named}; put it outside of ${folder}/, such as into hidden/`,
  );
}

function realPathIfThere(path: string): string {
  return existsSync(path) ? realpathSync(path) : path;
}
