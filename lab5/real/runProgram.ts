import { processSurroundings } from "toolkit/cli/processSurroundings";
import type { Surroundings } from "toolkit/cli/Surroundings";
import type * as ClientModule from "./client/clientCommand";
import type * as DashboardModule from "./dashboard/dashboardCommand";
import type * as ServerModule from "./server/serverCommand";

/** A program: takes the arguments after its name, and resolves to its exit code. */
type Program = (args: readonly string[], surroundings: Surroundings) => Promise<number>;

/* eslint-disable @typescript-eslint/no-require-imports -- each is loaded when it is asked for: the web server of one would cost the others time */
const PROGRAMS: Readonly<Record<string, () => Program>> = {
  server: () => (require("./server/serverCommand") as typeof ServerModule).serverCommand,
  client: () => (require("./client/clientCommand") as typeof ClientModule).clientCommand,
  dashboard: () => (require("./dashboard/dashboardCommand") as typeof DashboardModule).dashboardCommand,
};
/* eslint-enable @typescript-eslint/no-require-imports */

/** Runs one of the lab's programs in this process and sets its exit code: 0 passed, 1 not, 2 it could not work. */
export function runProgram(name: string, args: readonly string[]): void {
  const load = PROGRAMS[name];
  if (load === undefined)
    throw new Error(`expected a program of ${Object.keys(PROGRAMS).join(", ")}, got ${name}`);
  const interrupted = new AbortController();
  // These run until Ctrl-C; for a client that is an end before the time.
  const surroundings = processSurroundings(name === "client" ? undefined : () => interrupted.abort());
  void load()(args, { ...surroundings, signal: interrupted.signal }).then((code) => {
    process.exitCode = code;
  });
}
