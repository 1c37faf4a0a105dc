import { relative, sep } from "node:path";

/**
 * The lines of an error's stack that lie in a lab's folder, such as "server.ts:41:7", the innermost first. At most 5.
 * The folder `real` in it is the kit's.
 */
export function studentLinesInNode(error: unknown, folder: string): string[] {
  if (!(error instanceof Error) || error.stack === undefined) return [];
  // "at KVServer.set (/a path/server.ts:41:7)", or without a name and parentheses.
  return [...error.stack.matchAll(/(?:\(|at (?:async )?)(?:file:\/\/)?([^()\n]+\.ts):(\d+:\d+)\)?$/gm)]
    .map(([, file = "", place = ""]) => ({ file, place }))
    .filter(({ file }) => file.startsWith(folder + sep))
    .map(({ file, place }) => `${relative(folder, file).split(sep).join("/")}:${place}`)
    .filter((line) => !line.startsWith("real/"))
    .slice(0, 5);
}
