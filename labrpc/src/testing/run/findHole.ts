import type { Outcome, RunResult } from "../../simulation/outcome/Outcome";
import type { Simulation } from "../../simulation/Simulation";
import { renderEvent, shortenEventText } from "../explain/renderEvent";

/**
 * Two runs of one seed that were not the same: student code has found something that is not in the seed, such as a
 * clock of the machine. That is a mistake of the kit, whose simulation is to leave nothing of the kind.
 */
export interface Hole {
  /** The number, from 1, of the first event that differs; one more than there are when only the ends differ. */
  readonly event: number;
  /** That event, or the end, in two runs. */
  readonly once: string;
  readonly then: string;
}

/** A run that is over. */
export interface EndedRun {
  readonly simulation: Simulation;
  readonly result: RunResult;
}

/** Runs tried again until one of them goes the other way, to show it. */
const MORE_RUNS = 4;

/**
 * Compares a run with a second one of the same seed, which was recorded. Undefined when they are the same.
 *
 * @param record makes one more recorded run; called only when they differ
 */
export async function findHole(
  first: EndedRun,
  second: EndedRun,
  record: () => Promise<EndedRun>,
): Promise<Hole | undefined> {
  const event = differenceOfTraces(first, second);
  if (event === undefined) return undefined;
  const then = shownTraceEvent(second, event);
  // The first run kept no events. Another that parts from the second shows as well what is not the same.
  for (let i = 0; i < MORE_RUNS; i++) {
    const other = await record();
    const at = differenceOfTraces(other, second);
    if (at !== undefined)
      return { event: at, once: shownTraceEvent(other, at), then: shownTraceEvent(second, at) };
  }
  const isEnd = event > first.simulation.trace.count;
  return {
    event,
    once: isEnd ? endedOutcomeText(first.result.outcome) : "another event, which was not kept",
    then,
  };
}

/** The first event that differs. */
function differenceOfTraces(first: EndedRun, second: EndedRun): number | undefined {
  const [a, b] = [first.simulation.trace, second.simulation.trace];
  const apart = a.partsFrom(b);
  if (apart !== undefined) return apart;
  if (a.count !== b.count) return Math.min(a.count, b.count) + 1;
  return sameEndOfRuns(first.result, second.result) ? undefined : a.count + 1;
}

/** What both know of their end. A recorded run says more, also in its sentence when it rests on the history. */
function sameEndOfRuns(first: RunResult, second: RunResult): boolean {
  return endOfRun(first) === endOfRun(second);
}

function endOfRun({ outcome, events, virtualMs }: RunResult): string {
  return JSON.stringify([
    outcome.kind,
    events,
    virtualMs,
    "host" in outcome ? outcome.host : "",
    "error" in outcome ? [outcome.error.name, outcome.error.message] : "",
    outcome.kind === "failed" && outcome.restsOn !== "history" ? [outcome.message, outcome.got] : "",
  ]);
}

function shownTraceEvent({ simulation: { trace }, result }: EndedRun, number: number): string {
  const event = trace.event(number);
  if (event !== undefined) return renderEvent(event);
  return number > trace.count
    ? endedOutcomeText(result.outcome)
    : "an event that was too long ago to be kept";
}

function endedOutcomeText(outcome: Outcome): string {
  if (outcome.kind === "passed") return "the run passed";
  if ("error" in outcome)
    return `the run ended: ${outcome.kind}, ${shortenEventText(`${outcome.error.name}: ${outcome.error.message}`)}`;
  return `the run ended: ${"message" in outcome ? shortenEventText(outcome.message) : outcome.kind}`;
}

/** What went another way, in words. */
export function describeHole({ event, once, then }: Hole): string {
  return `event ${String(event)} was once "${once}", then "${then}"`;
}
