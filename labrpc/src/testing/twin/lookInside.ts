import type { Explanation, RunRecord, RunTwin, StateChange, StateParting, TraceEvent } from "../../records";
import type { Simulation } from "../../simulation/Simulation";
import { findParting, partsLeftOtherwise, partsThatDiffer, sameChangesOf } from "../state/findParting";
import { lastBeforeStart } from "../state/lastBeforeStart";
import { changeAbout } from "../state/changeAbout";
import type { Twin, TwinSearch } from "./findTwin";
import { findEventParting } from "./findEventParting";
import { isNamedIn, partsAbout } from "../state/partsAbout";
import { staleAnswer } from "../state/staleAnswer";
import { numberHeld } from "../state/numberHeld";
import { partingAtBegin } from "../state/partingAtBegin";
import { sharedIdentity } from "../state/sharedIdentity";
import {
  changeInWords,
  rememberedInWords,
  restoredInWords,
  sharedInWords,
  staleInWords,
} from "../state/stateInWords";
import { untilFailure } from "../state/untilFailure";
import { noTwinInWords, twinInWords } from "./twinInWords";
import { tellingChange, type TwoRuns } from "../state/tellingChange";
import { wrongAnswerHeld, wrongAnswerRemembered, wrongAnswerRestored } from "../state/wrongAnswer";

/** Events of a run in which everything is near to what failed. */
const SHORT_RUN = 60;

/** How a sentence begins that is about a host. */
const BEGINNINGS = ["HOST ", "HOST's "];

/** So many changes of a twin's own are kept. */
const MOST_CHANGES = 5_000;

/** What a failure is told with: the explanation, and what is to be seen of its run. */
export interface ToldFailure {
  readonly explanation: Explanation;
  readonly record: RunRecord;
}

/** The same with what a look into the hosts shows beside the run that passes. */
export function lookInside(told: ToldFailure, failing: Simulation, search: TwinSearch): ToldFailure {
  const { explanation, record } = told;
  const twin = search.kind === "found" ? search.twin : undefined;
  const runs = twoRuns(told, failing, twin);
  // An error has its place in the code, and what is stuck says itself where.
  const isOfState = explanation.kind === "failed" && explanation.error === undefined;
  const seen = isOfState ? seenInside(runs, failing.trace.events, twin) : undefined;
  const telling = seen?.place;
  const about =
    changeAbout(runs.here, failing.trace.events, runs, runs.failure) ??
    lastBeforeStart(runs.here, failing.trace.events, runs.isKit);
  const parted = twin && partedRuns(runs, failing, twin);
  const isTold = isOfState && twin?.kind !== "look";
  const said = {
    ...(seen === undefined ? {} : { state: seen.words }),
    twin:
      parted === undefined
        ? noTwinInWords(search.kind === "none" ? search : { tried: 0, alike: 0 })
        : twinInWords(
            parted,
            isTold ? tellingParting(runs, record.events.length, parted.parting) : undefined,
          ),
  };
  return {
    explanation: { ...explanation, ...said },
    record: {
      ...record,
      failure: { ...record.failure, ...said },
      ...(parted === undefined ? {} : { twin: parted }),
      ...(telling === undefined ? {} : { telling }),
      ...(telling !== undefined || about === undefined ? {} : { about }),
    },
  };
}

/** A change of a state that tells most of a failure: its place among all, and what to say of it. */
interface SeenInside {
  readonly place: number;
  readonly words: string;
}

/** What shows by itself what went wrong comes before what only differs from a run that passes. */
function seenInside(
  runs: SeenRuns,
  events: readonly TraceEvent[],
  twin: Twin | undefined,
): SeenInside | undefined {
  const { here, answer, isServer } = runs;
  const said = (
    place: number | undefined,
    words: (change: StateChange) => string,
  ): SeenInside | undefined => {
    const change = place === undefined ? undefined : here[place];
    return place === undefined || change === undefined ? undefined : { place, words: words(change) };
  };
  const shared = sharedIdentity(here, { events, isServer });
  const stale = staleAnswer(here, runs);
  return (
    (shared && { place: shared.place, words: sharedInWords(shared) }) ??
    (stale && { place: stale.place, words: staleInWords(stale) }) ??
    said(wrongAnswerRemembered(here, answer, { events, isServer }), rememberedInWords) ??
    said(wrongAnswerRestored(here, answer, runs), restoredInWords) ??
    said(numberHeld(here, runs), changeInWords) ??
    said(tellingPlace(runs, twin), changeInWords)
  );
}

/**
 * What another operation leaves behind is no mistake, nor what messages in another order lead to, so a run that differs in
 * that tells nothing of it.
 */
function tellingPlace(runs: SeenRuns, twin: Twin | undefined): number | undefined {
  const telling = twin?.kind === "fault" ? tellingChange(runs) : undefined;
  return telling ?? wrongAnswerHeld(runs.here, runs);
}

function partedRuns(
  { here, there, isServer, isAbout, isKit, believed }: SeenRuns,
  { trace }: Simulation,
  twin: Twin,
): RunTwin {
  const { how, passes, simulation } = twin;
  const differs = partsThatDiffer(here, there);
  // A count of requests differs before anything has gone wrong.
  const isLeft = partsLeftOtherwise(here, there);
  const parting =
    findParting(here, there, (part) => isServer(part.host) && isAbout(part) && differs(part)) ??
    believed ??
    findParting(here, there, (part) => isServer(part.host) && isAbout(part)) ??
    findParting(here, there, (part) => isKit(part.host) && isLeft(part)) ??
    findParting(here, there, ({ host }) => isServer(host)) ??
    findParting(here, there);
  const first = findEventParting(trace.events, simulation.trace.events);
  const all = simulation.state?.log.changes ?? [];
  const sameChanges = sameChangesOf(here, all);
  return {
    how,
    passes,
    ...(parting === undefined ? {} : { parting }),
    ...(first === undefined ? {} : { first }),
    sameChanges,
    changes: all.slice(sameChanges, sameChanges + MOST_CHANGES),
  };
}

interface SeenRuns extends TwoRuns {
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
  /** Whether a host is the kit's own, such as a disk. */
  readonly isKit: (host: string) => boolean;
  /** What a client believed when it began the call that failed, and did not in the run that passes. */
  readonly believed: StateParting | undefined;
}

/** The changes are those of the record: places in it are to be right. */
function twoRuns(
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
    BEGINNINGS.some((begin) => explanation.message.startsWith(begin.replace("HOST", host)));
  const here = record.state?.changes ?? [];
  const ofTwin = {
    events: twin?.simulation.trace.events ?? [],
    changes: twin?.simulation.state?.log.changes ?? [],
  };
  return {
    here,
    there: untilFailure(ofTwin.changes, { here: events, there: ofTwin.events }),
    isServer,
    isKit: (host) => !isStudents(host),
    believed: partingAtBegin({ events, changes: here }, ofTwin, (host) => isNamed(host) && !isServer(host)),
    isAbout: partsAbout([explanation.message, got ?? "", twin?.how ?? ""], record.hosts),
    isNamed,
    isMentioned: (host) => isNamedIn(explanation.message, host),
    hasHeard: (host, text) =>
      events.some((event) => event.kind === "call" && event.peer === host && event.text.includes(text)),
    failure: [explanation.message, expected ?? "", got ?? ""].join("\n"),
    expected,
    got,
    answer: got?.startsWith('"') === true ? got : /→ ("(?:[^"\\]|\\.)*")$/.exec(explanation.message)?.[1],
  };
}

/**
 * What to say of where two runs part. A client whose message was lost knows no more than that: what a server believes of
 * what failed is the question. In a long run other things come to be at other times, and mean nothing; in a short one,
 * the first thing that differs is worth a word.
 */
function tellingParting(
  { here, there, isServer, isAbout, believed }: SeenRuns,
  events: number,
  first: StateParting | undefined,
): StateParting | undefined {
  const differs = partsThatDiffer(here, there);
  return (
    findParting(here, there, (part) => isServer(part.host) && isAbout(part) && differs(part)) ??
    believed ??
    (events <= SHORT_RUN ? first : undefined)
  );
}
