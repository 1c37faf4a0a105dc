import type { CodeBase } from "labrpc/simulation";
import { walkOrders, type SmallScenario, type WalkResult } from "labrpc/testing";
import type { WorkerJob, WalkReport, WalkRequest } from "../protocol/protocol";
import { reportedExplanation } from "./reportedExplanation";
import type { SendReport } from "./workerReporter";

/** Real milliseconds between two reports of how far a walk has come. */
const TELL_MS = 200;

interface WalkTools {
  readonly small: SmallScenario;
  readonly code: CodeBase;
  readonly send: SendReport;
  readonly beat: () => void;
}

/** Runs a small scenario in all its orders, and reports now and then. */
export async function runWalk(
  { id, stopAtFirstFailure }: WorkerJob,
  walk: WalkRequest,
  { small, code, send, beat }: WalkTools,
): Promise<void> {
  let toldAt = -Infinity;
  const result = await walkOrders(small, {
    ...walk,
    code,
    stopAtFirstFailure,
    onStart: (order) => {
      send({ type: "order-start", id, choices: [...order] });
    },
    onRun: (soFar) => {
      if (performance.now() - toldAt < TELL_MS) return;
      toldAt = performance.now();
      send(reportOfOrderWalk(id, soFar));
    },
    onBeat: beat,
  });
  send(reportOfOrderWalk(id, result));
  const message = result.first?.report.explanation?.message ?? "";
  send({ type: "done", id, passed: result.failed === 0, message });
}

function reportOfOrderWalk(id: number, { first, ...rest }: WalkResult): WalkReport {
  const explanation = first === undefined ? undefined : reportedExplanation(first.report);
  return {
    type: "walked",
    id,
    ...rest,
    ...(first === undefined || explanation === undefined
      ? {}
      : { first: { choices: [...first.choices], explanation } }),
  };
}
