import { Chalk } from "chalk";
import type { Lab } from "toolkit/labs/readLab";
import type { FailureFields } from "../report/testFailure";
import { renderReportFailure } from "../report/render/renderReportFailure";
import { exploreDurationInWords } from "./search/exploreDuration";
import type { ExploredTest } from "./search/ExploreFinding";
import { nothingFoundInWords, ordersInWords } from "./searchInWords";
import type { ExploreShownFinding } from "./exploreShownFinding";
import { exploreFindingsFolder } from "./search/exploreFindingsFolder";

/** What exploring came to, as text. Prints nothing by itself. */
export function renderExplored(
  {
    tried,
    shown,
  }: { readonly tried: readonly ExploredTest[]; readonly shown: readonly ExploreShownFinding[] },
  about: {
    readonly lab: Lab;
    /** How runs were chosen, as "random, seeds from 1 on". */
    readonly how: string;
    /** Why it ended before everything was tried, if it did. */
    readonly ended?: string;
    readonly elapsedMs: number;
    readonly color: boolean;
  },
): string {
  const { lab, how, ended, elapsedMs, color } = about;
  const paint = new Chalk({ level: color ? 1 : 0 });
  const total = tried.reduce((sum, { runs }) => sum + runs, 0);
  const failures = shown.map(({ test, failure, afterFix }) => {
    if (failure === undefined) return test;
    const { replayCode }: FailureFields = failure;
    const code = replayCode === undefined ? "" : `\n  ${paint.cyan("code")}      ${replayCode}`;
    const then = afterFix === undefined ? "" : `\n  ${paint.cyan("mended?")}   ${afterFix}`;
    return `${renderReportFailure(test, failure, { paint, folder: exploreFindingsFolder(lab) })}${code}${then}`;
  });
  const lines = tried.map(({ name, runs, failed, note, orders }) => {
    const mark = failed > 0 ? paint.red("✗") : runs > 0 ? paint.green("✓") : paint.yellow("–");
    const count =
      failed > 0
        ? `${String(failed)} of ${runs.toLocaleString("en-US")} runs failed`
        : exploredRunsText(runs);
    const seen = orders === undefined ? "" : `, ${ordersInWords(orders)}`;
    return `  ${mark} ${name}: ${count}${seen}${note === undefined ? "" : `; ${note}`}`;
  });
  const rate = `${exploredRunsText(total)} in ${exploreDurationInWords(elapsedMs)} (${(total / Math.max(elapsedMs / 1000, 0.001)).toFixed(0)} runs/s)`;
  const end = ended === undefined ? "" : `; ${ended}`;
  const meaning = shown.length === 0 ? nothingFoundInWords(tried) : undefined;
  const verdict =
    shown.length === 0
      ? paint.green(`nothing found: ${rate}${end}`)
      : paint.red(
          `${shown.length === 1 ? "one failing test" : `${String(shown.length)} failing tests`} found: ${rate}${end}`,
        );
  return `${[`${paint.bold(`${lab.name}: looking for failures`)}, ${how}`, lines.join("\n"), ...failures, ...(meaning === undefined ? [] : [meaning]), verdict].join("\n\n")}\n`;
}

function exploredRunsText(number: number): string {
  return number === 1 ? "one run" : `${number.toLocaleString("en-US")} runs`;
}
