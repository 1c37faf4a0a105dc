import type { StateChange, TraceEvent } from "../../records";
import { numberHeld } from "../state/numberHeld";
import { sharedIdentity } from "../state/sharedIdentity";
import { staleAnswer } from "../state/staleAnswer";
import {
  changeInWords,
  rememberedInWords,
  restoredInWords,
  sharedInWords,
  staleInWords,
} from "../state/stateInWords";
import { tellingChange } from "../state/tellingChange";
import {
  wrongAnswerHeld,
  wrongAnswerRemembered,
  wrongAnswerRestored,
  wrongAnswerTaken,
} from "../state/wrongAnswer";
import type { Twin } from "./findTwin";
import type { SeenRuns } from "./SeenRuns";

/** A change of a state that tells most of a failure: its place among all, and what to say of it. */
interface SeenInside {
  readonly place: number;
  readonly words: string;
}

/** What shows by itself what went wrong comes before what only differs from a run that passes. */
export function seenInside(
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
    said(wrongAnswerTaken(here, runs.failure, runs.isAbout), changeInWords) ??
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
