import type { TraceEvent } from "labrpc/simulation";
import { decidedAt } from "./decidedAt";
import { likelihoodAt, steepestJump, type MeasuredMoment } from "./MeasuredMoment";

/** A smaller growth between two moments is no jump. */
const LEAST_JUMP = 0.25;

/** "62 %"; what every run showed is certain, and what none did has not happened. */
export function percentOfRuns(moment: MeasuredMoment): string {
  return `${(likelihoodAt(moment) * 100).toFixed(0)} %`;
}

/**
 * Where the curve jumps, in a sentence or two.
 *
 * @param areNeighbours whether nothing could be measured between two moments
 */
export function likelihoodInWords(
  moments: readonly MeasuredMoment[],
  events: readonly TraceEvent[],
  areNeighbours: (before: MeasuredMoment, after: MeasuredMoment) => boolean,
): string {
  const [first] = moments;
  if (first === undefined) return "There was no time to measure anything.";
  if (first.runs > 0 && first.failed === first.runs)
    return "The failure is certain from the start: whatever the network does, each run fails so.";
  const jump = steepestJump(moments);
  if (jump === undefined)
    return `The failure is as likely at the end as at the start, ${percentOfRuns(first)}: there is no moment that decides.`;
  const { before, after, growth } = jump;
  if (growth < LEAST_JUMP)
    return `The failure gets likelier in small steps, from ${percentOfRuns(first)} at the start: no single moment decides.`;
  const becomes = `the failure ${after.failed === after.runs ? "is certain" : `has a likelihood of ${percentOfRuns(after)}`}`;
  const until = `Until then its likelihood was ${percentOfRuns(before)}.`;
  const decided = areNeighbours(before, after) ? decidedAt(events, before.events) : undefined;
  if (decided !== undefined) return `From ${ms(before.at)} on ${becomes}: then ${decided}. ${until}`;
  const where = `between the events ${String(before.events + 1)} and ${String(after.events)}`;
  return `From ${ms(after.at)} on ${becomes}: what decides comes after ${ms(before.at)}, ${where}. ${until}`;
}

function ms(at: number): string {
  return `${at.toFixed(1)} ms`;
}
