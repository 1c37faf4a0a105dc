import type { Environment } from "./Environment";

/** What a command has to do with the world: tests give it another. */
export interface Surroundings {
  /** Folder that holds the labs. Absolute. */
  readonly root: string;
  /** Folder below which reports go. Absolute. Default: `root`. */
  readonly reports?: string;
  /** Where relative paths of the command line start. Absolute. */
  readonly cwd: string;
  readonly print: (text: string) => void;
  /** For messages that are not the result. */
  readonly complain: (text: string) => void;
  /** Whether to use colours. */
  readonly color: boolean;
  /** Whether somebody looks at a terminal, so that a progress bar makes sense. */
  readonly terminal: boolean;
  /** Variables of the environment. Default: none is set. */
  readonly env?: Environment;
  readonly signal?: AbortSignal;
}
