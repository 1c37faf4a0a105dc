import { bisectLeft } from "d3-array";
import { eventOfBar } from "./eventOfBar";
import type { Picture } from "./Picture";

/** A run with at most so many events is shown whole. */
const SMALL = 60;
/** Else about so many events are in view at first. */
const AROUND = 45;
const MOST = 140;

/** What is in view when the page opens. */
export interface OpeningView {
  readonly from: number;
  readonly until: number;
  /** The place of the event that is selected; undefined for none. */
  readonly event: number | undefined;
  /** The place of the only key that is shown; undefined for all. */
  readonly key: number | undefined;
}

/** Operations before the failing one that it may contradict. */
const CONTRADICTED = 3;

/**
 * Chooses a view that has the failing operation in it, the last operations on its key, which its answer may contradict,
 * and the faults that matter if they are not far away. A long run opens with that key alone.
 */
export function openingViewOf(picture: Picture): OpeningView {
  const { events, failing, bars, faults, from, until } = picture;
  const times = events.map(({ at }) => at);
  const bar = failing === undefined ? undefined : bars[failing.bar];
  const last = events.length === 0 ? undefined : events.length - 1;
  const event = bar === undefined ? last : eventOfBar(bar);
  if (events.length <= SMALL) return { from, until, event, key: undefined };
  const countIn = (a: number, b: number): number => bisectLeft(times, b + 1e-6) - bisectLeft(times, a);
  let left = bar?.from ?? until;
  let right = bar?.until ?? (bar === undefined ? until : Math.min(until, bar.from));
  const key = bar === undefined || bar.key < 0 || picture.keys.length < 2 ? undefined : bar.key;
  const before = bars
    .filter((one) => one !== bar && one.key === bar?.key && one.key >= 0 && one.from < right)
    .sort((a, b) => b.from - a.from)
    .slice(0, CONTRADICTED);
  for (const one of before) {
    const wider = Math.min(left, one.from);
    if (countIn(wider, right) <= MOST) left = wider;
  }
  // The nearest fault first; each only if the view does not become too crowded.
  const nearest = faults
    .filter(({ at }) => at <= right)
    .sort((a, b) => b.at - a.at)
    .slice(0, 8);
  for (const { at } of nearest) {
    const wider = Math.min(left, at);
    if (countIn(wider, right) <= MOST) left = wider;
  }
  let [low, high] = [bisectLeft(times, left), bisectLeft(times, right + 1e-6)];
  while (high - low < AROUND && (low > 0 || high < times.length)) {
    low = Math.max(0, low - 2);
    high = Math.min(times.length, high + 1);
  }
  left = Math.min(left, times[low] ?? left);
  right = Math.max(right, times[high - 1] ?? right);
  return { from: left, until: right, event, key };
}
