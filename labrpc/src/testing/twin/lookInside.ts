import type { Explanation, RunRecord, RunTwin, StateParting } from "../../records";
import type { Simulation } from "../../simulation/Simulation";
import { findParting, sameChangesOf } from "./findParting";
import type { Twin } from "./findTwin";
import { partsAbout } from "./partsAbout";
import { changeInWords, twinInWords } from "./stateInWords";
import { tellingChange, type TwoRuns } from "./tellingChange";

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
export function lookInside(
  { explanation, record }: ToldFailure,
  failing: Simulation,
  twin: Twin | undefined,
): ToldFailure {
  if (twin === undefined) return { explanation, record };
  // As the record has them: places in it are to be right.
  const runs = twoRuns(explanation, record, failing, twin);
  const { here, there, isServer } = runs;
  // What another operation leaves behind is no mistake, and an error has its place in the code.
  const isOfState = explanation.kind === "failed" && explanation.error === undefined;
  const telling = isOfState && twin.kind === "fault" ? tellingChange(runs) : undefined;
  const parting = findParting(here, there, ({ host }) => isServer(host)) ?? findParting(here, there);
  const sameChanges = sameChangesOf(here, there);
  const told = telling === undefined ? undefined : here[telling];
  const seen: RunTwin = {
    without: twin.without,
    passes: twin.passes,
    ...(parting === undefined ? {} : { parting }),
    sameChanges,
    changes: there.slice(sameChanges, sameChanges + MOST_CHANGES),
  };
  const said = {
    ...(told === undefined ? {} : { state: changeInWords(told) }),
    twin: twinInWords(twin, isOfState ? tellingParting(runs, record.events.length, parting) : undefined),
  };
  return {
    explanation: { ...explanation, ...said },
    record: {
      ...record,
      failure: { ...record.failure, ...said },
      twin: seen,
      ...(telling === undefined ? {} : { telling }),
    },
  };
}

function twoRuns(
  explanation: Explanation,
  record: RunRecord,
  failing: Simulation,
  { without, simulation }: Twin,
): TwoRuns {
  const got = explanation.kind === "failed" ? explanation.got : undefined;
  const servers = new Set(
    failing.trace.events.flatMap(({ kind, host }) => (kind === "deliver" ? [host] : [])),
  );
  return {
    here: record.state?.changes ?? [],
    there: simulation.state?.log.changes ?? [],
    isServer: (host) => servers.has(host),
    isAbout: partsAbout([explanation.message, got ?? "", without], record.hosts),
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
