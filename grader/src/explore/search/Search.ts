import type { CommandContext } from "toolkit/cli/CommandContext";
import type { Explored } from "./Finding";

/** A search that the command line asks for, ready to run. */
export interface Search {
  /** In words. */
  readonly how: string;
  /** How many runs there are to make; undefined when only the time ends it. */
  readonly total: number | undefined;
  readonly run: (submission: string, around: Around) => Promise<{ explored: Explored; timeUp: boolean }>;
}

/** What a search runs in. */
export interface Around {
  readonly interrupted: AbortSignal;
  /** Real ms. */
  readonly timeMs: number | undefined;
  readonly context: CommandContext;
}
