import { Chalk } from "chalk";
import type { StrategySpec } from "labrpc/simulation";
import { unfinished } from "labrpc/reporting";
import { replayCommandLine, exploreAgainCommandLine } from "../artifacts/replayCommandLine";
import type { ManifestTest } from "toolkit/labs/LabManifest";
import { reportFailureOfTest } from "../report/reportFailureOfTest";
import { renderReportFailure } from "../report/render/renderReportFailure";
import type { SubmissionSource } from "../report/source/SubmissionSource";
import { quotedBehind } from "toolkit/text/quote";
import { cleanText } from "toolkit/text/studentText";
import type { TestRun } from "../protocol/TestRun";
import type { Divergence } from "./divergence";
import { replayHash, type ReplayFile } from "../artifacts/ReplayFile";

/** A replay, and what it came to. */
export interface ReplayedRun {
  readonly written: ReplayFile;
  readonly test: Pick<ManifestTest, "name" | "hint">;
  readonly run: TestRun;
  /** What chose the submission; see Submission. */
  readonly flags: string;
  /** undefined when the run went the same way; "unknown" when there is nothing to compare. */
  readonly divergence: Divergence | "unknown" | undefined;
  readonly color: boolean;
  /** The code that ran: its lines are shown. Default: places alone. */
  readonly source?: SubmissionSource;
}

/** What a replay came to, as text. */
export function renderReplay({ written, test, run, flags, divergence, color, source }: ReplayedRun): string {
  const paint = new Chalk({ level: color ? 1 : 0 });
  const { lab, seed, strategy = { kind: "random" }, checkpoints, search, runs } = written;
  const command = (): string => replayCommandLine(lab, flags, { test: test.name, seed, strategy });
  const failure = reportFailureOfTest(test, run, command, written.plan);
  const { signature } = run.replayed?.failure ?? {};
  const isOther = signature !== undefined && replayHash(signature) !== written.signature;
  const all = `${ALL[strategy.kind]}: ${exploreAgainCommandLine(lab, flags, { test: test.name, strategy })}`;
  return `${[
    paint.bold(`${lab} ${test.name}, ${extentOfReplay(written)}`),
    ...(search === "budget" ? [unfinished(runs)] : []),
    ...wayOfDivergence(divergence, checkpoints?.events ?? 0),
    ...(run.choiceDivergence === undefined
      ? []
      : [
          `its choice ${String(run.choiceDivergence.nth)} does not exist any more; the first alternative was taken there`,
        ]),
    ...(failure === undefined
      ? [paint.green(PASSES[strategy.kind]), all]
      : [
          ...(isOther ? [paint.yellow(OTHER[strategy.kind]), all] : []),
          renderReportFailure(test.name, failure, { paint, folder: `reports/${lab}`, source }),
        ]),
  ].join("\n")}\n`;
}

type Kind = StrategySpec["kind"];

const ALL: Record<Kind, string> = {
  random: "All seeds",
  pct: "Other seeds",
  pos: "Other seeds",
  orders: "All orders",
};

const PASSES_BY_PRIORITIES = "✓ the test passes now with this seed, these faults and these priorities";

const PASSES: Record<Kind, string> = {
  random: "✓ the test passes now with this seed and these faults",
  pct: PASSES_BY_PRIORITIES,
  pos: PASSES_BY_PRIORITIES,
  orders: "✓ the scenario passes now in this order",
};

const GONE = "the failure of this replay is gone; the test fails in another way now.";
const SHORTENED = `${GONE} That may come from what the replay leaves out:
many tests expect the faults and the operations that they bring about themselves. Only all seeds can tell.`;
const OTHER: Record<Kind, string> = { random: SHORTENED, pct: SHORTENED, pos: SHORTENED, orders: GONE };

function extentOfReplay({ seed, plan, strategy }: ReplayFile): string {
  if (strategy?.kind === "orders") return "one order of its messages";
  const depth = strategy?.kind === "pct" ? ` with depth ${String(strategy.depth)}` : "";
  const by = strategy === undefined ? "" : `, ${strategy.kind}${depth}`;
  const faults = plan.faults.length === 0 ? "without faults" : "with the faults of the counterexample";
  const operations =
    plan.leftOut.length === 0 ? "" : ` and without ${countInReplay(plan.leftOut.length, "operation")}`;
  const smaller = plan.dimensions === undefined ? "" : " in a smaller world";
  return `seed ${String(seed)}${by}${smaller}, ${faults}${operations}`;
}

function wayOfDivergence(divergence: Divergence | "unknown" | undefined, events: number): string[] {
  if (divergence === "unknown") return [];
  if (divergence === undefined)
    return [`the same run as before: all ${countInReplay(events, "event")} alike`];
  const { from, to, then, now } = divergence;
  const where =
    from === to ? `at event ${String(from)}` : `between the events ${String(from)} and ${String(to)}`;
  return [
    `the run takes a different course ${where} of ${String(events)}`,
    ...(then === undefined ? [] : [`  then  ${quotedBehind(cleanText(then), 8)}`]),
    ...(now === undefined
      ? then === undefined
        ? []
        : ["  now   the run was over"]
      : [`  now   ${quotedBehind(cleanText(now), 8)}`]),
  ];
}

function countInReplay(number: number, what: string): string {
  return number === 1 ? `one ${what}` : `${String(number)} ${what}s`;
}
