import { relative, sep } from "node:path";

/** The lines of an error's stack that lie in a folder, such as "server.ts:41:7", the innermost first. At most 5. */
export function studentLines(error: unknown, folder: string): string[] {
  if (!(error instanceof Error) || error.stack === undefined) return [];
  return [...error.stack.matchAll(/\(?((?:file:\/\/)?[^\s()]+\.ts):(\d+:\d+)\)?$/gm)]
    .map(([, file = "", place = ""]) => ({ file: file.replace(/^file:\/\//, ""), place }))
    .filter(({ file }) => file.startsWith(folder + sep))
    .map(({ file, place }) => `${relative(folder, file).split(sep).join("/")}:${place}`)
    .slice(0, 5);
}
