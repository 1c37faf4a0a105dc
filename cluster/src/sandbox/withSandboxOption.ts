import type { Command } from "commander";
import type * as Sandbox from "./NodeSandbox";

/** What `withSandboxOption` adds. */
export interface SandboxOption {
  readonly sandbox: boolean;
}

/** Adds `--sandbox` to a command that starts nodes. */
export function withSandboxOption(command: Command): Command {
  return command.option(
    "--sandbox",
    "put walls around the code: no files, no processes, no network but its own (Linux, with bubblewrap)",
    false,
  );
}

/** The sandbox that the options ask for. Throws ToolError where there can be none. */
export async function openSandbox({ sandbox }: SandboxOption): Promise<Sandbox.NodeSandbox | undefined> {
  if (!sandbox) return undefined;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- takes long to load, and few need it
  const { NodeSandbox } = require("./NodeSandbox") as typeof Sandbox;
  return NodeSandbox.open();
}
