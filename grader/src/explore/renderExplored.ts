import { Chalk } from "chalk";
import type { Lab } from "../labs/readLab";
import { failureOf } from "../report/failureOf";
import { renderFailure } from "../report/renderFailure";
import { inWords } from "./duration";
import type { Explored } from "./Finding";
import { replayCommand } from "./replayCommand";

/** What the smallest cause leaves out: no fault is needed for an order that is unlikely. */
const BY_PCT = "and messages arrive in the order that pct chooses: see the last events";

/** What exploring came to, as text. Prints nothing by itself. */
export function renderExplored(
  { findings, tried }: Explored,
  about: {
    readonly lab: Lab;
    /** What chose the submission; see Submission. */
    readonly flags: string;
    /** How runs were chosen, as "random, seeds from 1 on". */
    readonly how: string;
    /** Why it ended before everything was tried, if it did. */
    readonly ended?: string;
    readonly elapsedMs: number;
    readonly color: boolean;
  },
): string {
  const { lab, flags, how, ended, elapsedMs, color } = about;
  const paint = new Chalk({ level: color ? 1 : 0 });
  const total = tried.reduce((sum, { runs }) => sum + runs, 0);
  const failures = findings.map(({ test, run, strategy }) => {
    const replay = (name: string, seed: number): string =>
      replayCommand(lab.name, flags, { test: name, seed, strategy });
    const failure = failureOf({ name: test.name, hint: test.hint }, run, replay);
    if (failure === undefined) return test.name;
    const { cause } = failure;
    const explained =
      cause === undefined || strategy.kind !== "pct" ? failure : { ...failure, cause: [...cause, BY_PCT] };
    return renderFailure(test.name, explained, { paint, folder: `reports/${lab.name}` });
  });
  const lines = tried.map(({ name, runs, failed, note }) => {
    const mark = failed > 0 ? paint.red("✗") : runs > 0 ? paint.green("✓") : paint.yellow("–");
    const count =
      failed > 0 ? `${String(failed)} of ${runs.toLocaleString("en-US")} runs failed` : runsOf(runs);
    return `  ${mark} ${name}: ${count}${note === undefined ? "" : `; ${note}`}`;
  });
  const rate = `${runsOf(total)} in ${inWords(elapsedMs)} (${(total / Math.max(elapsedMs / 1000, 0.001)).toFixed(0)} runs/s)`;
  const end = ended === undefined ? "" : `; ${ended}`;
  const verdict =
    findings.length === 0
      ? paint.green(`nothing found: ${rate}${end}`)
      : paint.red(
          `${findings.length === 1 ? "one failing test" : `${String(findings.length)} failing tests`} found: ${rate}${end}`,
        );
  return `${[`${paint.bold(`${lab.name}: looking for failures`)}, ${how}`, lines.join("\n"), ...failures, verdict].join("\n\n")}\n`;
}

function runsOf(number: number): string {
  return number === 1 ? "one run" : `${number.toLocaleString("en-US")} runs`;
}
