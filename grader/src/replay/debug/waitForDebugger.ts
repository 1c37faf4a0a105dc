import inspector from "node:inspector";
import { ToolError } from "toolkit/cli/ToolError";

/** Where a debugger finds this process, on this machine only. */
const HOST = "127.0.0.1";

/**
 * Waits until a debugger has attached to this process and has set its breakpoints. Returns at once where the process was
 * started under one, as VS Code does it. Throws ToolError when the port is taken.
 *
 * @param port 0 for any that is free
 */
export function waitForDebugger(port: number, printError: (text: string) => void): void {
  if (inspector.url() !== undefined) return;
  // Node says by itself where it listens, and nothing else when it cannot.
  inspector.open(port, HOST);
  if (inspector.url() === undefined)
    throw new ToolError(
      `expected port ${String(port)} for a debugger, got none, since something else listens there; ` +
        "name another one with --inspect-port, or 0 for any",
    );
  printError(
    "Waiting for a debugger: open chrome://inspect in Chrome, or attach to the process in VS Code.\n",
  );
  withoutHandlers(() => {
    inspector.waitForDebugger();
  });
}

/** Nothing of JavaScript runs while Node waits, so a handler of Ctrl-C would keep the process there for ever. */
function withoutHandlers(wait: () => void): void {
  const handlers = ENDING.map((signal) => [signal, process.listeners(signal)] as const);
  for (const [signal] of handlers) process.removeAllListeners(signal);
  wait();
  for (const [signal, all] of handlers) for (const handler of all) process.on(signal, handler);
}

/** The signals by which a terminal or npm asks for an end. */
const ENDING = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const;
