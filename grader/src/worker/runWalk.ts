import { dirname } from "node:path";
import { CodeBase } from "labrpc/simulation";
import { runOneOrder, walkOrders, type SmallScenario, type WalkResult } from "labrpc/testing";
import type { Job, WalkReport, WalkRequest } from "../run/protocol";
import { causeOf } from "./causeOf";
import type { Send } from "./reporter";

/** Real milliseconds between two reports of how far a walk has come. */
const TELL_MS = 200;

/** Runs a small scenario in all its orders, or in the one asked for, and reports now and then. */
export async function runWalk(
  job: Job,
  walk: WalkRequest,
  { send, beat }: { send: Send; beat: () => void },
): Promise<void> {
  const { id, test, submission, stopAtFirstFailure } = job;
  const { file, given, losses, duplicates, mostRuns, choices } = walk;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- which lab it is, the grader says
  const { smallScenarios } = require(file) as { smallScenarios: readonly SmallScenario[] };
  const small = smallScenarios.find(({ name }) => name === test);
  if (small === undefined) {
    send({ type: "missing", id });
    return;
  }
  const code = new CodeBase({ folder: submission, given: { folder: dirname(file), files: given } });
  let toldAt = -Infinity;
  const onStart = (order: readonly number[]): void => {
    send({ type: "order-start", id, choices: [...order] });
  };
  const tell = (result: WalkResult): void => {
    if (performance.now() - toldAt < TELL_MS) return;
    toldAt = performance.now();
    send(reportOf(id, result));
  };
  const result =
    choices === undefined
      ? await walkOrders(small, {
          code,
          losses,
          duplicates,
          mostRuns,
          stopAtFirstFailure,
          onStart,
          onRun: tell,
          onBeat: beat,
        })
      : await oneOrder(small, choices);
  send(reportOf(id, result));
  const message = result.first?.report.explanation?.message ?? "";
  send({ type: "done", id, passed: result.failed === 0, message });

  async function oneOrder(scenario: SmallScenario, order: readonly number[]): Promise<WalkResult> {
    onStart(order);
    const strategy = { kind: "orders", choices: order, losses, duplicates } as const;
    const report = await runOneOrder(scenario, strategy, { code, onBeat: beat });
    const rest = { runs: 1, redundant: 0, complete: false, progress: 0 };
    if (report.outcome.kind === "passed") return { ...rest, failed: 0 };
    return { ...rest, failed: 1, first: { report, choices: order } };
  }
}

function reportOf(id: number, { first, ...rest }: WalkResult): WalkReport {
  const cause = first === undefined ? undefined : causeOf(first.report);
  return {
    type: "walked",
    id,
    ...rest,
    ...(first === undefined || cause === undefined ? {} : { first: { choices: [...first.choices], cause } }),
  };
}
