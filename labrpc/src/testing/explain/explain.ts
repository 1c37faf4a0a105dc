import type { ErrorReport, Outcome } from "../../simulation/outcome/Outcome";
import type { Simulation } from "../../simulation/Simulation";
import type { TraceEvent } from "../../simulation/trace/Trace";
import { firstPlaceInStack } from "../../realm/border/stack";
import type { Explanation } from "../../records";
import { renderEvent, traceTime } from "./renderEvent";
import { oddDelayLines } from "./oddDelayLines";
import { repeatedCallLines } from "./repeatedCallLines";
import { isStuckOutcome, StuckRun } from "./StuckRun";
import { unawaitedCallLines } from "./unawaitedCallLines";

const LAST_EVENTS = 14;
const LAST_LINES = 10;

/** Puts the outcome of a run that did not pass into words. Best for a run that was recorded. */
export function explain(outcome: Exclude<Outcome, { kind: "passed" }>, sim: Simulation): Explanation {
  const error = "error" in outcome ? outcome.error : undefined;
  const reports = [...(error === undefined ? [] : [error]), ...sim.handlerErrors];
  const stuck = isStuckOutcome(outcome) ? new StuckRun(sim) : undefined;
  const common = {
    message: sentenceOfOutcome(outcome),
    ...placeInStudentCode(reports, stuck, sim),
    ...(error === undefined ? {} : { error: error.name }),
    details: [
      ...oddDelayLines(sim),
      // A handler that threw is why others wait: what it says must not be cut off behind who waits for whom.
      ...(stuck === undefined
        ? []
        : [...handlerErrorLines(sim), ...repeatedCallLines(sim.trace), ...stuck.lines()]),
      ...(outcome.kind === "failed" && stuck === undefined ? unawaitedCallLines(sim) : []),
      ...budgetLines(outcome),
      ...(stuck === undefined ? handlerErrorLines(sim) : []),
    ],
    lastEvents: lastTraceEvents(outcome, sim.trace.events, stuck).map(renderEvent),
    console: lastConsoleLines(sim),
  };
  switch (outcome.kind) {
    case "failed":
      return {
        kind: outcome.kind,
        ...("expected" in outcome ? { expected: outcome.expected } : {}),
        ...("got" in outcome ? { got: outcome.got } : {}),
        ...("host" in outcome ? { host: outcome.host } : {}),
        ...("history" in outcome ? { history: outcome.history } : {}),
        ...common,
      };
    case "deadlock":
    case "no-progress":
      return { kind: outcome.kind, ...common };
    case "endless-loop":
    case "busy-wait":
    case "host-error":
      return { kind: outcome.kind, host: outcome.host, ...common };
  }
}

/** What the hosts printed last. */
function lastConsoleLines({ hosts }: Simulation): string[] {
  return hosts
    .flatMap((host) =>
      host.console.map(({ at, level, text }) => ({ at, text: `${host.name} ${level}: ${text}` })),
    )
    .sort((a, b) => a.at - b.at)
    .slice(-LAST_LINES)
    .map(({ at, text }) => `${traceTime(at)}  ${text}`);
}

function sentenceOfOutcome(outcome: Exclude<Outcome, { kind: "passed" }>): string {
  switch (outcome.kind) {
    case "failed":
      return outcome.message;
    case "deadlock":
      return "deadlock: nothing is left to run, but the test is still waiting";
    case "no-progress":
      return `no progress: the run used up its budget of ${outcome.budget}, but the test is still waiting`;
    case "endless-loop":
      return `endless loop on ${outcome.host}: ${outcome.error.message}`;
    case "busy-wait":
      return `${outcome.host} waits in a loop on the clock: ${outcome.error.message}`;
    case "host-error":
      return `${outcome.host} failed with ${outcome.error.name}: ${outcome.error.message}`;
  }
}

function placeInStudentCode(
  reports: readonly ErrorReport[],
  stuck: StuckRun | undefined,
  sim: Simulation,
): { file?: string; line?: number; column?: number } {
  const places = [...reports.map((report) => placeOfError(report, sim)), stuck?.place ?? ""];
  const match = /^(.*):(\d+):(\d+)$/.exec(places.find((place) => place !== "") ?? "");
  if (match === null) return {};
  return { file: match[1] ?? "", line: Number(match[2]), column: Number(match[3]) };
}

/** Where an error comes from. A TimeoutError comes from the network, so its place is that of the call. */
function placeOfError({ name, message, stack }: ErrorReport, sim: Simulation): string {
  const place = firstPlaceInStack(stack);
  return place === "" && name === "TimeoutError" ? sim.network.places.ofTimeout(message) : place;
}

/** On what the budget of a run without progress was spent. */
function budgetLines(outcome: Outcome): string[] {
  if (outcome.kind !== "no-progress") return [];
  return [
    ...outcome.hosts.map(
      ({ who, times }) => `${who}: ${times === 1 ? "one event" : `${String(times)} events`}`,
    ),
    ...outcome.timers.map(
      ({ who, times }) => `timers of ${who}: fired ${times === 1 ? "once" : `${String(times)} times`}`,
    ),
  ];
}

function handlerErrorLines(sim: Simulation): string[] {
  const lines: string[] = [];
  const seen = new Set<string>();
  for (const report of sim.handlerErrors) {
    const { name, message } = report;
    const place = placeOfError(report, sim);
    const text = `a handler threw ${name}: ${message}${place === "" ? "" : ` (${place})`}`;
    if (!seen.has(text) && seen.size < 3) lines.push(text);
    seen.add(text);
  }
  return lines;
}

/**
 * Where the test knows what the failure is about, only events about that: its messages, and what became of them. Of a
 * run that does not come to its end, those around the moment when it got stuck.
 */
function lastTraceEvents(
  outcome: Outcome,
  events: readonly TraceEvent[],
  stuck: StuckRun | undefined,
): readonly TraceEvent[] {
  const about = "about" in outcome ? outcome.about : undefined;
  const host = "host" in outcome ? outcome.host : undefined;
  let chosen = events.filter(eventMatters);
  if (stuck !== undefined) return stuck.eventsAround(chosen, LAST_EVENTS);
  if (about !== undefined) {
    const sent = new Set(
      chosen.filter(({ kind, text }) => kind === "call" && text.includes(about.text)).map(({ id }) => id),
    );
    const before = chosen.filter(({ at }) => at <= about.untilMs);
    const concerned = before.filter(
      ({ peer, id, text }) => text.includes(about.text) || (peer !== undefined && sent.has(id)),
    );
    // The text need not be in any message: how a name becomes a key is the student's business.
    chosen = concerned.length > 0 ? concerned : before;
  } else if (host !== undefined) {
    chosen = chosen.filter((event) => event.host === host || event.peer === host);
  }
  return chosen.slice(-LAST_EVENTS);
}

/** What a reader wants to see: messages and client calls, not each delivery of a message that also returned. */
function eventMatters(event: TraceEvent): boolean {
  return (
    event.kind !== "deliver" && event.kind !== "start" && event.kind !== "return" && event.kind !== "console"
  );
}
