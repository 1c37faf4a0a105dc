import type { Explanation, RunRecord, StateParting } from "../../records";
import type { Simulation } from "../../simulation/Simulation";
import { comparedParts, type ComparedParts } from "../state/findParting";
import { partingAtBegin } from "../state/partingAtBegin";
import { isNamedIn, partsAbout } from "../state/partsAbout";
import type { TwoRuns } from "../state/tellingChange";
import { untilFailure } from "../state/untilFailure";
import type { Twin } from "./findTwin";

/** What a failure is told with: the explanation, and what is to be seen of its run. */
export interface ToldFailure {
  readonly explanation: Explanation;
  readonly record: RunRecord;
}

/** The wrong answer in a sentence that ends with what a call resolved to. */
const ANSWER = /→ ("(?:[^"\\]|\\.)*")$/;

/** Two runs with what is known of the failure. */
export interface SeenRuns extends TwoRuns {
  readonly expected: string | undefined;
  /** The wrong answer alone, also where the failure shows the whole call. */
  readonly answer: string | undefined;
  /** What the failure says. */
  readonly failure: string;
  /** Whether the failure's sentence is about this host, and whether it names it anywhere. */
  readonly isNamed: (host: string) => boolean;
  readonly isMentioned: (host: string) => boolean;
  /** Whether a host was sent a text. */
  readonly hasHeard: (host: string, text: string) => boolean;
  readonly parts: ComparedParts;
  /** Whether a host is the kit's own, such as a disk. */
  readonly isKit: (host: string) => boolean;
  /** Whether all events of both runs are known. */
  readonly isWhole: boolean;
  /** What a client believed when it began the call that failed, and did not in the run that passes. */
  readonly believed: StateParting | undefined;
}

/** The changes are those of the record: places in it are to be right. */
export function seenRuns(
  { explanation, record }: ToldFailure,
  failing: Simulation,
  twin: Twin | undefined,
): SeenRuns {
  const { expected, got } = explanation.kind === "failed" ? explanation : {};
  const { events } = failing.trace;
  const receivers = new Set(events.flatMap(({ kind, host }) => (kind === "deliver" ? [host] : [])));
  const isStudents = (host: string): boolean => record.hosts.includes(host);
  const isServer = (host: string): boolean => receivers.has(host) && isStudents(host);
  const isNamed = (host: string): boolean =>
    [`${host} `, `${host}'s `].some((begin) => explanation.message.startsWith(begin));
  const here = record.state?.changes ?? [];
  const ofTwin = {
    events: twin?.simulation.trace.events ?? [],
    changes: twin?.simulation.state?.log.changes ?? [],
  };
  // Of a very long run the first events are gone, and places among the others are no numbers of events.
  const isWhole = [failing, twin?.simulation].every((run) => run === undefined || isKeptWhole(run));
  const there = isWhole
    ? untilFailure(ofTwin.changes, { here: events, there: ofTwin.events })
    : ofTwin.changes;
  return {
    here,
    there,
    parts: comparedParts(here, there),
    isWhole,
    isServer,
    isKit: (host) => !isStudents(host),
    believed: isWhole
      ? partingAtBegin({ events, changes: here }, ofTwin, (host) => isNamed(host) && !isServer(host))
      : undefined,
    isAbout: partsAbout([explanation.message, got ?? "", twin?.how ?? ""], record.hosts),
    isNamed,
    isMentioned: (host) => isNamedIn(explanation.message, host),
    hasHeard: (host, text) =>
      events.some((event) => event.kind === "call" && event.peer === host && event.text.includes(text)),
    failure: [explanation.message, expected ?? "", got ?? ""].join("\n"),
    expected,
    got,
    answer: got?.startsWith('"') === true ? got : ANSWER.exec(explanation.message)?.[1],
  };
}

function isKeptWhole({ trace }: Simulation): boolean {
  return trace.count === trace.events.length;
}
