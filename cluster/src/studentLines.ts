import { relative, sep } from "node:path";

/**
 * The lines of an error's stack that lie in a lab's folder, such as "server.ts:41:7", the innermost first. At most 5.
 * The folder `real` in it is the kit's.
 */
export function studentLines(error: unknown, folder: string): string[] {
  if (!(error instanceof Error) || error.stack === undefined) return [];
  return [...error.stack.matchAll(/\(?((?:file:\/\/)?[^\s()]+\.ts):(\d+:\d+)\)?$/gm)]
    .map(([, file = "", place = ""]) => ({ file: file.replace(/^file:\/\//, ""), place }))
    .filter(({ file }) => file.startsWith(folder + sep))
    .map(({ file, place }) => `${relative(folder, file).split(sep).join("/")}:${place}`)
    .filter((line) => !line.startsWith("real/"))
    .slice(0, 5);
}
