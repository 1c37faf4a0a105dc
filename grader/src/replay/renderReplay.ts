import { Chalk } from "chalk";
import { failureOf } from "../report/failureOf";
import { renderFailure } from "../report/renderFailure";
import type { ManifestTest } from "../labs/LabManifest";
import type { TestRun } from "../run/TestRun";
import type { Divergence } from "./divergence";
import type { Replay } from "./ReplayFile";

/** What a replay came to, as text. */
export function renderReplay(replayed: {
  readonly written: Replay;
  readonly test: ManifestTest;
  readonly run: TestRun;
  /** The command that grades this test with this seed. */
  readonly command: string;
  /** undefined when the run went the same way; "unknown" when there was no run to compare. */
  readonly divergence: Divergence | "unknown" | undefined;
  readonly color: boolean;
}): string {
  const { written, test, run, command, divergence, color } = replayed;
  const paint = new Chalk({ level: color ? 1 : 0 });
  const { lab, seed, plan, checkpoints } = written;
  const head = `${lab} ${test.name}, seed ${String(seed)}, with ${count(plan.faults.length, "fault")}${
    plan.leftOut.length === 0 ? "" : ` and without ${count(plan.leftOut.length, "operation")}`
  }`;
  const failure = failureOf(test, run, () => command);
  return `${[
    paint.bold(head),
    ...wayOf(divergence, checkpoints.events),
    ...(failure === undefined
      ? [
          paint.green("✓ the test passes now with this seed and these faults"),
          `All seeds: npm run grade ${lab} -- --test ${test.name}`,
        ]
      : [renderFailure(test.name, failure, { paint, folder: `reports/${lab}` })]),
  ].join("\n")}\n`;
}

function wayOf(divergence: Divergence | "unknown" | undefined, events: number): string[] {
  if (divergence === "unknown") return [];
  if (divergence === undefined) return [`the same run as before: all ${count(events, "event")} alike`];
  const { from, to, then, now } = divergence;
  const where =
    from === to ? `at event ${String(from)}` : `between the events ${String(from)} and ${String(to)}`;
  return [
    `the run goes another way than before ${where} of ${String(events)}`,
    ...(then === undefined ? [] : [`  then  ${then}`]),
    ...(now === undefined ? (then === undefined ? [] : ["  now   the run was over"]) : [`  now   ${now}`]),
  ];
}

function count(number: number, what: string): string {
  return number === 1 ? `one ${what}` : `${String(number)} ${what}s`;
}
