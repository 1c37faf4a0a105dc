import { exploreProgressBar } from "toolkit/cli/ProgressBar";
import type { Explored } from "./ExploreFinding";
import type { ExploreEnvironment } from "./ExploreSearch";

/** Runs a search for as long as there is time, and shows how far it has come. */
export async function exploreWithinTime(
  { interrupted, timeMs, context }: ExploreEnvironment,
  total: number | undefined,
  search: (signal: AbortSignal, onRuns: (more: number, failed: boolean) => void) => Promise<Explored>,
): Promise<{ explored: Explored; timeUp: boolean }> {
  const timer = new AbortController();
  const timeout = timeMs === undefined ? undefined : setTimeout(() => timer.abort(), timeMs);
  const bar = exploreProgressBar(context.terminal, { total, timeMs });
  try {
    const explored = await search(AbortSignal.any([interrupted, timer.signal]), bar.runs);
    return { explored, timeUp: timer.signal.aborted };
  } finally {
    clearTimeout(timeout);
    bar.stop();
  }
}
