import type { RunTwin, StateParting } from "../../records";
import type { Simulation } from "../../simulation/Simulation";
import { findParting, partsLeftOtherwise, partsThatDiffer, sameChangesOf } from "../state/findParting";
import { findEventParting } from "./findEventParting";
import type { Twin } from "./findTwin";
import type { SeenRuns } from "./SeenRuns";

/** So many changes of a twin's own are kept. */
const MOST_CHANGES = 5_000;

/** Events of a run in which everything is near to what failed. */
const SHORT_RUN = 60;

/** The twin, and where the two runs part: at what has to do with the failure, if there is such a part. */
export function partedRuns(
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

/**
 * What to say of where two runs part. A client whose message was lost knows no more than that: what a server believes of
 * what failed is the question. In a long run other things come to be at other times, and mean nothing; in a short one,
 * the first thing that differs is worth a word.
 */
export function tellingParting(
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
