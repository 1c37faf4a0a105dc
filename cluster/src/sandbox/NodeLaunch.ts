import { join } from "node:path";

/** How the process of a node is started. */
export interface NodeLaunch {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Set when walls stand around it. */
  readonly walls?: {
    /** A file, absolute, that it reads on its descriptor 4: a filter of system calls. */
    readonly filter?: string;
  };
}

export const REGISTER = join(__dirname, "../../../toolkit/bin/register.js");

/** The descriptor on which a node and the process that started it send each other messages. */
export const CHANNEL_FD = 3;
export const FILTER_FD = 4;
/** Where whoever builds the walls says, as JSON with `child-pid`, which process stands behind them. */
export const PID_FD = 5;

/** As a process like any other, with all variables of this one's environment. */
export function plainNodeLaunch(program: string, env: Readonly<Record<string, string>>): NodeLaunch {
  return {
    command: process.execPath,
    args: ["-r", REGISTER, program],
    env: { ...process.env, ...env },
  };
}
