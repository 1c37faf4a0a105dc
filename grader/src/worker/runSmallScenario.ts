import { CodeBase } from "labrpc/simulation";
import { runOneOrder, type DebuggedRun, type SmallScenario } from "labrpc/testing";
import type { WorkerJob, SmallSource } from "../protocol/protocol";
import type { SendReport } from "./workerReporter";
import { runWalk } from "./runWalk";
import { seedReport } from "./seedReport";

interface SmallScenarioRun {
  readonly send: SendReport;
  readonly beat: () => void;
  readonly debugged?: DebuggedRun | undefined;
}

/** Runs a small scenario: in all its orders, or in the one that the job's strategy says. */
export async function runSmallScenario(
  job: WorkerJob,
  { file, folder, given, fixed }: SmallSource,
  { send, beat, debugged }: SmallScenarioRun,
): Promise<void> {
  const { id, test, submission, strategy, minimise = "none", walk } = job;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- which lab it is, the grader says
  const { smallScenarios } = require(file) as { smallScenarios: readonly SmallScenario[] };
  const small = smallScenarios.find(({ name }) => name === test);
  if (small === undefined) {
    send({ type: "missing", id });
    return;
  }
  const code = new CodeBase({
    folder: submission,
    given: { folder, files: given, fixed },
    ...(debugged === undefined ? {} : { debuggedAs: debugged.folder }),
  });
  if (walk !== undefined) {
    await runWalk(job, walk, { small, code, send, beat });
    return;
  }
  if (strategy?.kind !== "orders") throw new Error("expected a walk or an order with a small scenario");
  send({ type: "seed-start", id, seed: job.seeds[0] ?? 1 });
  const report = await runOneOrder(small, strategy, {
    code,
    minimise,
    onBeat: beat,
    ...(debugged === undefined ? {} : { onEvent: debugged.onEvent }),
  });
  send(seedReport(id, report));
  const message = report.explanation?.message ?? "";
  send({ type: "done", id, passed: report.outcome.kind === "passed", message });
}
