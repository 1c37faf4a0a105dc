import type { Simulation } from "../simulation/Simulation";
import type { TraceEvent } from "../simulation/Trace";
import { describeFault, type RunSeen } from "./describeFault";
import type { Explanation } from "./Explanation";
import type { RunRecord } from "./RunRecord";

/** A record holds the last so many events, and of their texts so many characters. */
const MOST_EVENTS = 50_000;
const MOST_CHARACTERS = 20_000_000;

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
  const events = lastOf(trace.events);
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
    events,
    complete: events.length === trace.count,
    spans: run.spans,
    faults: run.faults.seen.map((seen) => ({ id: seen.id, at: seen.at, text: describeFault(seen, run) })),
    ...(history === undefined ? {} : { history }),
  };
}

function lastOf(events: readonly TraceEvent[]): readonly TraceEvent[] {
  let characters = 0;
  let from = events.length;
  while (from > Math.max(0, events.length - MOST_EVENTS)) {
    characters += events[from - 1]?.text.length ?? 0;
    if (characters > MOST_CHARACTERS) break;
    from -= 1;
  }
  return events.slice(from);
}

/** Throws Error when the run was not recorded. */
export function runSeen({ faults, trace, spans }: Simulation): RunSeen {
  if (faults === undefined || spans === undefined)
    throw new Error("expected a run that was recorded; pass { record: true } to its simulation");
  return { faults, events: trace.events, spans: spans.spans };
}
