import { exploreSeedsCommandLine } from "../artifacts/replayCommandLine";
import { cleanRunsAfterFix, rarestFailureRuledOut } from "./search/cleanRuns";
import type { ExploredTest, ExploreFinding } from "./search/ExploreFinding";
import type { OrdersTally } from "./search/OrdersSeen";

/** From this chance on, "almost every run" says more than a figure. */
const ALMOST_SURE = 0.995;

/** How much of a test's orders has been seen, as "in 41 orders; the next run shows a new one with about 2.1 %". */
export function ordersInWords({ runs, orders, chanceOfNew }: OrdersTally): string {
  if (runs === 1) return "in one order";
  if (chanceOfNew >= ALMOST_SURE) return "almost each in an order of its own";
  const chance =
    chanceOfNew === 0 ? `less than ${percentInWords(1 / runs)}` : `about ${percentInWords(chanceOfNew)}`;
  const seen = orders === 1 ? "all in one order" : `in ${orders.toLocaleString("en-US")} orders`;
  return `${seen}; the next run shows a new one with ${chance}`;
}

/** What finding nothing means; undefined after too few runs. */
export function nothingFoundInWords(tried: readonly ExploredTest[]): string | undefined {
  const runs = Math.min(...tried.map((test) => test.runs));
  const rarest = rarestFailureRuledOut(runs);
  if (rarest < 2 || !tried.every(({ orders }) => orders !== undefined)) return undefined;
  return `What fails one run of a test in ${rarest.toLocaleString("en-US")}, or more of them, would have shown with 95 %.`;
}

/** How many clean runs are worth waiting for when the mistake is mended; undefined where runs are not drawn from seeds. */
export function afterFixInWords(
  { test, run, strategy }: ExploreFinding,
  { lab, flags }: { lab: string; flags: string },
): string | undefined {
  if (strategy.kind === "orders" || run.failed === 0) return undefined;
  const seeds = cleanRunsAfterFix({ failed: run.failed, runs: run.run });
  const command = exploreSeedsCommandLine(lab, flags, { test: test.name, strategy, seeds });
  return `${String(run.failed)} of ${run.run.toLocaleString("en-US")} runs failed; ${seeds.toLocaleString("en-US")} clean ones say with 95 % that it is mended: ${command}`;
}

function percentInWords(part: number): string {
  const percent = part * 100;
  return `${percent >= 10 ? percent.toFixed(0) : percent.toPrecision(2)} %`;
}
