import type { Simulation } from "../../simulation/Simulation";
import type { TraceEvent } from "../../simulation/trace/Trace";
import type { Outcome } from "../../simulation/outcome/Outcome";
import { describeFault } from "./describeFault";
import { failureSignature } from "./failureSignature";
import type { Explanation, RunRecord, StateLog } from "../../records";
import { foldStateChanges } from "../../simulation/trace/foldStateChanges";
import { RunSeen } from "./RunSeen";

/** A record holds the last so many events, and of their texts so many characters. */
const MOST_EVENTS = 50_000;
const MOST_CHARACTERS = 20_000_000;
/** And the last so many faults. */
const MOST_FAULTS = 5_000;
/** And of the changes of states so many characters, with so many for the numbers and names of one. */
const MOST_STATE = 1_200_000;
const OF_A_CHANGE = 120;

/** Everything there is to see of a recorded run; `explanation` is undefined when it passed. */
export function recordOf({
  test,
  seed,
  simulation,
  explanation,
  outcome,
}: {
  readonly test: string;
  readonly seed: number;
  readonly simulation: Simulation;
  readonly explanation: Explanation | undefined;
  readonly outcome: Outcome;
}): RunRecord {
  const { trace } = simulation;
  const run = new RunSeen(simulation);
  const signature = failureSignature(outcome);
  const events = lastRecordedEvents(trace.events);
  const { file, line, column } = explanation ?? {};
  const { expected, got, history } = explanation?.kind === "failed" ? explanation : {};
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
      ...(signature === undefined ? {} : { signature }),
    },
    cause: explanation?.cause ?? [],
    hosts: simulation.hosts.map(({ name }) => name),
    events,
    complete: events.length === trace.count,
    spans: run.spans,
    faults: run.faults.seen
      .slice(-MOST_FAULTS)
      .map((seen) => ({ id: seen.id, at: seen.at, text: describeFault(seen, run) })),
    ...(history === undefined ? {} : { history }),
    ...(simulation.state === undefined ? {} : { state: shownState(simulation.state.log) }),
  };
}

/** Cut to the last changes that fit. */
function shownState({ changes, complete }: StateLog): StateLog {
  let characters = 0;
  let from = changes.length;
  while (from > 0) {
    const { path = "", before = "", after = "" } = changes[from - 1] ?? {};
    characters += path.length + before.length + after.length + OF_A_CHANGE;
    if (characters > MOST_STATE) break;
    from -= 1;
  }
  return from === 0 ? { changes, complete } : { changes: foldStateChanges(changes, from), complete: false };
}

function lastRecordedEvents(events: readonly TraceEvent[]): readonly TraceEvent[] {
  let characters = 0;
  let from = events.length;
  while (from > Math.max(0, events.length - MOST_EVENTS)) {
    characters += events[from - 1]?.text.length ?? 0;
    if (characters > MOST_CHARACTERS) break;
    from -= 1;
  }
  return events.slice(from);
}
