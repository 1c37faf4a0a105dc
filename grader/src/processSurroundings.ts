import { KIT_ROOT } from "./kitRoot";
import type { Surroundings } from "./Surroundings";

/** The surroundings of a command that runs as a process of its own. Ctrl-C ends it and all its children. */
export function processSurroundings(): Surroundings {
  const terminal = process.stdout.isTTY && process.stderr.isTTY;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => process.exit(2));
  }
  return {
    root: KIT_ROOT,
    // npm runs scripts in the kit's root; it tells where the user is.
    cwd: process.env.INIT_CWD ?? process.cwd(),
    print: (text) => process.stdout.write(text),
    complain: (text) => process.stderr.write(text),
    color: process.env.NO_COLOR === undefined && (terminal || process.env.FORCE_COLOR !== undefined),
    terminal,
  };
}
