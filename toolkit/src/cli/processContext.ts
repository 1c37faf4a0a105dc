import { KIT_ROOT } from "../files/kitRoot";
import { withOriginalPaths } from "../files/originalPaths";
import { commandsAsCalled } from "./commandsAsCalled";
import type { CommandContext } from "./CommandContext";

/** npm may pass Ctrl-C on to a process that has got it already. */
const ONE_PRESS_MS = 500;

/** How often a process that npm has started looks for npm's shell, ms. */
const LOOK_MS = 500;

/** All by which a terminal, an init system or npm asks for an end; Ctrl-\ is the fourth. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const;

/**
 * The context of a command that runs as a process of its own. Ctrl-C ends it and all its children, and so do the
 * signals by which others ask for an end.
 *
 * @param onInterrupt what the first of them does instead; the second one ends the process
 * @param patient whether the second one does nothing: who was told once sees to the end. Default false
 */
export function processContext(
  onInterrupt?: () => void,
  { patient = false }: { readonly patient?: boolean } = {},
): CommandContext {
  // A terminal that was closed takes no more output, and `head` none after its lines: that ends nobody.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", refuseUnlessNobodyReads);
  const terminal = process.stdout.isTTY && process.stderr.isTTY;
  let firstAt: number | undefined;
  const interrupt = (): void => {
    if (onInterrupt === undefined) process.exit(2);
    if (firstAt !== undefined && performance.now() - firstAt > ONE_PRESS_MS && !patient) process.exit(2);
    firstAt ??= performance.now();
    onInterrupt();
  };
  for (const signal of SIGNALS) process.on(signal, interrupt);
  if (process.env.npm_lifecycle_event !== undefined) watchShellOfNpm(interrupt);
  // Set by the program that npx starts: the kit is elsewhere, and is not called by npm run.
  const { KIT_REPORTS: reports, KIT_COMMAND: program } = process.env;
  const shown = (text: string): string => commandsAsCalled(withOriginalPaths(text), program);
  return {
    root: KIT_ROOT,
    ...(reports === undefined ? {} : { reports }),
    // npm runs scripts in the kit's root; it tells where the user is.
    cwd: process.env.INIT_CWD ?? process.cwd(),
    print: (text) => process.stdout.write(shown(text)),
    printError: (text) => process.stderr.write(shown(text)),
    color: process.env.NO_COLOR === undefined && (terminal || process.env.FORCE_COLOR !== undefined),
    terminal,
    env: process.env,
  };
}

/**
 * A SIGTERM that only npm gets, as from a supervisor or `docker stop`, ends npm's shell, which tells nobody: this process
 * would stay. Windows gives no process another parent.
 */
function watchShellOfNpm(onEnd: () => void): void {
  const shell = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(timer);
    onEnd();
  }, LOOK_MS).unref();
}

function refuseUnlessNobodyReads(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE" && error.code !== "EIO") throw error;
}
