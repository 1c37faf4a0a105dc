import type { CommandContext } from "toolkit/cli/CommandContext";
import type { Explored } from "./ExploreFinding";

/** A search that the command line asks for, ready to run. */
export interface ExploreSearch {
  /** In words. */
  readonly how: string;
  /** How many runs there are to make; undefined when only the time ends it. */
  readonly total: number | undefined;
  readonly run: (
    submission: string,
    around: ExploreEnvironment,
  ) => Promise<{ explored: Explored; timeUp: boolean }>;
}

/** What a search runs in. */
export interface ExploreEnvironment {
  readonly interrupted: AbortSignal;
  /** Real ms. */
  readonly timeMs: number | undefined;
  readonly context: CommandContext;
}
