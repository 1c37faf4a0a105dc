import type { RunTwin, StateParting } from "../../records";
import type { Simulation } from "../../simulation/Simulation";
import { findParting, sameChangesOf } from "../state/findParting";
import { findEventParting } from "./findEventParting";
import type { Twin } from "./findTwin";
import type { SeenRuns } from "./SeenRuns";

/** So many changes of a twin's own are kept. */
const MOST_CHANGES = 5_000;

/** The twin, and where the two runs part: at what has to do with the failure, if there is such a part. */
export function partedRuns(
  { here, there, isServer, isAbout, isKit, parts }: SeenRuns,
  { trace }: Simulation,
  { twin, meant }: { readonly twin: Twin; readonly meant: StateParting | undefined },
): RunTwin {
  const { how, passes, simulation } = twin;
  const parting =
    meant ??
    findParting(here, there, (part) => isServer(part.host) && isAbout(part)) ??
    findParting(here, there, (part) => isKit(part.host) && parts.endsOtherwise(part)) ??
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
 * Where two runs part in what has to do with the failure: what a server believes of it, or what a client did when it began
 * the call that failed. A client whose message was lost knows no more than that. Undefined where there is none.
 */
export function partingAbout({
  here,
  there,
  isServer,
  isAbout,
  parts,
  believed,
}: SeenRuns): StateParting | undefined {
  // A count of requests differs before anything has gone wrong.
  return (
    findParting(here, there, (part) => isServer(part.host) && isAbout(part) && parts.differs(part)) ??
    believed
  );
}
