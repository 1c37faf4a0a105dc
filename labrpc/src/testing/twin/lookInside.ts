import type { Explanation, RunRecord, RunTwin, StateParting } from "../../records";
import type { Simulation } from "../../simulation/Simulation";
import { findParting, sameChangesOf } from "./findParting";
import { changeAbout } from "./changeAbout";
import type { Twin, TwinSearch } from "./findTwin";
import { findEventParting } from "./findEventParting";
import { partsAbout } from "./partsAbout";
import { staleAnswer } from "./staleAnswer";
import { changeInWords, staleInWords } from "./stateInWords";
import { noTwinInWords, twinInWords } from "./twinInWords";
import { tellingChange, wrongAnswerHeld, type TwoRuns } from "./tellingChange";

/** Events of a run in which everything is near to what failed. */
const SHORT_RUN = 60;

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
  const stale = isOfState ? staleAnswer(runs.here, runs) : undefined;
  const telling = stale?.place ?? (isOfState ? tellingPlace(runs, twin) : undefined);
  const about = changeAbout(runs.here, failing.trace.events, runs, runs.failure);
  const change = telling === undefined ? undefined : runs.here[telling];
  const parted = twin && partedRuns(runs, failing, twin);
  const isTold = isOfState && twin?.kind !== "look";
  const said = {
    ...(change === undefined
      ? {}
      : { state: stale === undefined ? changeInWords(change) : staleInWords(stale) }),
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

/**
 * What another operation leaves behind is no mistake, nor what messages in another order lead to, so a run that differs in
 * that tells nothing of it.
 */
function tellingPlace(runs: SeenRuns, twin: Twin | undefined): number | undefined {
  const telling = twin?.kind === "fault" ? tellingChange(runs) : undefined;
  return telling ?? wrongAnswerHeld(runs.here, runs);
}

function partedRuns(
  { here, there, isServer, isAbout }: SeenRuns,
  { trace }: Simulation,
  twin: Twin,
): RunTwin {
  const { how, passes, simulation } = twin;
  // A count of requests differs before anything has gone wrong.
  const parting =
    findParting(here, there, (part) => isServer(part.host) && isAbout(part)) ??
    findParting(here, there, ({ host }) => isServer(host)) ??
    findParting(here, there);
  const first = findEventParting(trace.events, simulation.trace.events);
  const sameChanges = sameChangesOf(here, there);
  return {
    how,
    passes,
    ...(parting === undefined ? {} : { parting }),
    ...(first === undefined ? {} : { first }),
    sameChanges,
    changes: there.slice(sameChanges, sameChanges + MOST_CHANGES),
  };
}

interface SeenRuns extends TwoRuns {
  readonly expected: string | undefined;
  /** What the failure says. */
  readonly failure: string;
  /** Whether the failure's sentence begins with this host. */
  readonly isNamed: (host: string) => boolean;
}

/** The changes are those of the record: places in it are to be right. */
function twoRuns(
  { explanation, record }: ToldFailure,
  failing: Simulation,
  twin: Twin | undefined,
): SeenRuns {
  const { expected, got } = explanation.kind === "failed" ? explanation : {};
  const servers = new Set(
    failing.trace.events.flatMap(({ kind, host }) => (kind === "deliver" ? [host] : [])),
  );
  return {
    here: record.state?.changes ?? [],
    there: twin?.simulation.state?.log.changes ?? [],
    isServer: (host) => servers.has(host),
    isAbout: partsAbout([explanation.message, got ?? "", twin?.how ?? ""], record.hosts),
    isNamed: (host) => explanation.message.startsWith(`${host} `),
    failure: [explanation.message, expected ?? "", got ?? ""].join("\n"),
    expected,
    got,
  };
}

/**
 * What to say of where two runs part. A client whose message was lost knows no more than that: what a server believes of
 * what failed is the question. In a long run other things come to be at other times, and mean nothing; in a short one,
 * the first thing that differs is worth a word.
 */
function tellingParting(
  { here, there, isServer, isAbout }: TwoRuns,
  events: number,
  first: StateParting | undefined,
): StateParting | undefined {
  return (
    findParting(here, there, (part) => isServer(part.host) && isAbout(part)) ??
    (events <= SHORT_RUN ? first : undefined)
  );
}
