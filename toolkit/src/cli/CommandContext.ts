import type { Environment } from "./Environment";

/** What a command gets from the world around it: folders, outputs, the environment. Tests give it another. */
export interface CommandContext {
  /** Folder that holds the labs. Absolute. */
  readonly root: string;
  /** Folder below which reports go. Absolute. Default: `root`. */
  readonly reports?: string;
  /** Where relative paths of the command line start. Absolute. */
  readonly cwd: string;
  readonly print: (text: string) => void;
  /** Prints to stderr: for messages that are not the result. */
  readonly printError: (text: string) => void;
  /** Whether to use colours. */
  readonly color: boolean;
  /** Whether somebody looks at a terminal, so that a progress bar makes sense. */
  readonly terminal: boolean;
  /** Variables of the environment. Default: none is set. */
  readonly env?: Environment;
  readonly signal?: AbortSignal;
}
