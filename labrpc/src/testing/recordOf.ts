import type { Simulation } from "../simulation/Simulation";
import { describeFault, type RunSeen } from "./describeFault";
import type { Explanation } from "./Explanation";
import type { RunRecord } from "./RunRecord";

/** Everything there is to see of a recorded run; `explanation` is undefined when it passed. */
export function recordOf({
  test,
  seed,
  simulation,
  explanation,
}: {
  readonly test: string;
  readonly seed: number;
  readonly simulation: Simulation;
  readonly explanation: Explanation | undefined;
}): RunRecord {
  const { trace } = simulation;
  const run = runSeen(simulation);
  const { file, line, column, expected, got, history } = explanation ?? {};
  return {
    schema: "run-record/v1",
    test,
    seed,
    failure: {
      message: explanation?.message ?? "the run passed",
      ...(expected === undefined ? {} : { expected }),
      ...(got === undefined ? {} : { got }),
      ...(file === undefined ? {} : { place: `${file}:${String(line)}:${String(column)}` }),
      details: explanation?.details ?? [],
    },
    cause: explanation?.cause ?? [],
    hosts: simulation.hosts.map(({ name }) => name),
    events: trace.events,
    complete: trace.events.length === trace.count,
    spans: run.spans,
    faults: run.faults.seen.map((seen) => ({ id: seen.id, at: seen.at, text: describeFault(seen, run) })),
    ...(history === undefined ? {} : { history }),
  };
}

/** Throws Error when the run was not recorded. */
export function runSeen({ faults, trace, spans }: Simulation): RunSeen {
  if (faults === undefined || spans === undefined)
    throw new Error("expected a run that was recorded; pass { record: true } to its simulation");
  return { faults, events: trace.events, spans: spans.spans };
}
