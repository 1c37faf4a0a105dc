import type { Explanation, RunRecord, RunTwin, StateChange, StateParting } from "../../records";
import type { Simulation } from "../../simulation/Simulation";
import { findParting, sameChangesOf } from "./findParting";
import type { Twin } from "./findTwin";
import { changeInWords, twinInWords } from "./stateInWords";
import { isOfOneKey, tellingChange } from "./tellingChange";

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
  const here = record.state?.changes ?? [];
  const there = twin.simulation.state?.log.changes ?? [];
  const servers = new Set(
    failing.trace.events.flatMap(({ kind, host }) => (kind === "deliver" ? [host] : [])),
  );
  const got = explanation.kind === "failed" ? explanation.got : undefined;
  // What another operation leaves behind is no mistake.
  const telling = twin.kind === "fault" ? tellingChange(here, there, servers, got) : undefined;
  const parting = tellingParting(here, there, servers);
  const sameChanges = sameChangesOf(here, there);
  const told = telling === undefined ? undefined : here[telling];
  const seen: RunTwin = {
    without: twin.without,
    ...(parting === undefined ? {} : { parting }),
    sameChanges,
    changes: there.slice(sameChanges, sameChanges + MOST_CHANGES),
  };
  const said = {
    ...(told === undefined ? {} : { state: changeInWords(told) }),
    twin: twinInWords(twin.without, parting),
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

/**
 * A client whose message was lost knows no more than that: what a server believes of it is the question, and there what
 * it believes of one key or client.
 */
function tellingParting(
  here: readonly StateChange[],
  there: readonly StateChange[],
  servers: ReadonlySet<string>,
): StateParting | undefined {
  return (
    findParting(here, there, (part) => servers.has(part.host) && isOfOneKey(part)) ??
    findParting(here, there, ({ host }) => servers.has(host)) ??
    findParting(here, there)
  );
}
