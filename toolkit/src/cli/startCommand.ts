import { EXIT } from "./EXIT";
import { processContext } from "./processContext";
import type { CommandContext } from "./CommandContext";

/** A command: takes the arguments after its name, and resolves to its exit code. Never rejects. */
export type StartableCommand = (args: readonly string[], context: CommandContext) => Promise<number>;

/** How to start a command. */
export interface CommandLaunch {
  /** Loads the command, when it is asked for: what one needs would cost the others time. */
  readonly load: () => StartableCommand;
  /**
   * Who ends it at Ctrl-C: the process at once, or the command itself, which `signal` tells. The second Ctrl-C ends the
   * process all the same, unless it is "patiently": then the command has something to save, and ends within a bound of
   * its own, whatever signals come. Default: the process.
   */
  readonly interrupted?: "process" | "command" | "patiently";
}

/** Runs a command of a table in this process, with this process's arguments, and sets its exit code. */
export function startCommand(
  table: Readonly<Record<string, CommandLaunch>>,
  [name = "", ...args]: readonly string[],
): void {
  const launch = table[name];
  if (launch === undefined) {
    processContext().printError(
      `expected a command of ${Object.keys(table).join(", ")}, got ${JSON.stringify(name)}\n`,
    );
    process.exitCode = EXIT.toolFailed;
    return;
  }
  const { load, interrupted = "process" } = launch;
  const controller = new AbortController();
  const interrupt = (): void => {
    controller.abort();
  };
  const context = processContext(interrupted === "process" ? undefined : interrupt, {
    patient: interrupted === "patiently",
  });
  void load()(args, { ...context, signal: controller.signal }).then((code) => {
    process.exitCode = code;
  });
}
