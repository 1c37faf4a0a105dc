import { Chalk } from "chalk";
import { unfinished } from "labrpc/testing";
import type { ManifestTest } from "../labs/LabManifest";
import { failureOf } from "../report/failureOf";
import { renderFailure } from "../report/renderFailure";
import type { TestRun } from "../run/TestRun";
import type { Divergence } from "./divergence";
import { shortHash, type Replay } from "./ReplayFile";

/** A replay, and what it came to. */
export interface Replayed {
  readonly written: Replay;
  readonly test: ManifestTest;
  readonly run: TestRun;
  /** The command that grades this test over all seeds. */
  readonly command: string;
  /** undefined when the run went the same way; "unknown" when there is nothing to compare. */
  readonly divergence: Divergence | "unknown" | undefined;
  readonly color: boolean;
}

/** What a replay came to, as text. */
export function renderReplay({ written, test, run, command, divergence, color }: Replayed): string {
  const paint = new Chalk({ level: color ? 1 : 0 });
  const { lab, seed, checkpoints, search, runs } = written;
  const failure = failureOf(test, run, () => `${command} --seed ${String(seed)}`);
  const { signature } = run.replayed?.failure ?? {};
  const isOther = signature !== undefined && shortHash(signature) !== written.signature;
  return `${[
    paint.bold(`${lab} ${test.name}, seed ${String(seed)}, ${extent(written)}`),
    ...(search === "budget" ? [unfinished(runs)] : []),
    ...wayOf(divergence, checkpoints?.events ?? 0),
    ...(failure === undefined
      ? [paint.green("✓ the test passes now with this seed and these faults"), `All seeds: ${command}`]
      : [
          ...(isOther ? [paint.yellow(OTHER), `All seeds: ${command}`] : []),
          renderFailure(test.name, failure, { paint, folder: `reports/${lab}` }),
        ]),
  ].join("\n")}\n`;
}

const OTHER =
  "the failure of this replay is gone; the test fails in another way now. That may come from what the replay leaves out:\nmany tests expect the faults and the operations that they bring about themselves. Only all seeds can tell.";

function extent({ plan }: Replay): string {
  const faults = plan.faults.length === 0 ? "without faults" : `with ${count(plan.faults.length, "fault")}`;
  return plan.leftOut.length === 0
    ? faults
    : `${faults} and without ${count(plan.leftOut.length, "operation")}`;
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
