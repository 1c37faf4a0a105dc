import { changeAbout } from "../state/changeAbout";
import { lastBeforeStart } from "../state/lastBeforeStart";
import type { Simulation } from "../../simulation/Simulation";
import type { TwinSearch } from "./findTwin";
import { partedRuns, partingAbout } from "./partedRuns";
import { seenInside } from "./seenInside";
import { seenRuns, type ToldFailure } from "./SeenRuns";
import { noTwinInWords, twinInWords } from "./twinInWords";

/** Events of a run in which everything is near to what failed. */
const SHORT_RUN = 60;

/** The same with what a look into the hosts shows beside the run that passes. */
export function lookInside(told: ToldFailure, failing: Simulation, search: TwinSearch): ToldFailure {
  const { explanation, record } = told;
  const twin = search.kind === "found" ? search.twin : undefined;
  const runs = seenRuns(told, failing, twin);
  // An error has its place in the code, and what is stuck says itself where.
  const isOfState = explanation.kind === "failed" && explanation.error === undefined;
  const seen = isOfState ? seenInside(runs, failing.trace.events, twin) : undefined;
  const telling = seen?.place;
  const about =
    (runs.isWhole ? lastBeforeStart(runs.here, failing.trace.events, runs) : undefined) ??
    changeAbout(runs.here, failing.trace.events, runs, runs.failure);
  const meant = twin && partingAbout(runs);
  const parted = twin && partedRuns(runs, failing, { twin, meant });
  // In a long run other things come to be at other times, and mean nothing; in a short one, the first is worth a word.
  const telltale = meant ?? (record.events.length <= SHORT_RUN ? parted?.parting : undefined);
  const isTold = isOfState && twin?.kind !== "look";
  const said = {
    ...(seen === undefined ? {} : { state: seen.words }),
    twin:
      parted === undefined
        ? noTwinInWords(search.kind === "none" ? search : { tried: 0, alike: 0 })
        : twinInWords(parted, isTold ? telltale : undefined),
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
