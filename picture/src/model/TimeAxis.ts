import { bisectRight } from "d3-array";

/** Where a moment is drawn, in units of its own: from 0 to `length`. Never decreases with time. */
export interface TimeAxis {
  readonly length: number;
  /** The pauses that are drawn much shorter than the rest; virtual ms. */
  readonly pauses: readonly { readonly from: number; readonly until: number }[];
  place(ms: number): number;
  time(place: number): number;
}

/** One virtual ms is as wide as every other. */
export function evenTimeAxis(from: number, until: number): TimeAxis {
  const length = Math.max(until - from, 1e-3);
  return { length, pauses: [], place: (ms) => ms - from, time: (place) => from + place };
}

/** The narrowest and the widest pause between two events, as multiples of the usual one. */
const NARROWEST = 0.55;
const WIDEST = 2.6;
/** A pause is marked when it lasts that many times the usual one. */
const MARKED = 30;

/**
 * Pauses between events are drawn by the square root of how long they are, within limits. A run in which messages
 * take half a millisecond and time-outs a second can be read only so.
 *
 * @param moments in order; virtual ms
 */
export function pausingTimeAxis(from: number, until: number, moments: readonly number[]): TimeAxis {
  const times = [from];
  for (const at of moments) if (at > (times.at(-1) ?? from) && at < until) times.push(at);
  if (until > (times.at(-1) ?? from)) times.push(until);
  if (times.length < 3) return evenTimeAxis(from, until);
  const gaps = times.slice(1).map((at, i) => at - (times[i] ?? at));
  const usual = [...gaps].sort((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 1;
  const places = new Float64Array(times.length);
  const pauses: { from: number; until: number }[] = [];
  gaps.forEach((gap, i) => {
    const width = Math.min(WIDEST, Math.max(NARROWEST, Math.sqrt(gap / usual)));
    places[i + 1] = (places[i] ?? 0) + width;
    if (gap > usual * MARKED) pauses.push({ from: times[i] ?? from, until: times[i + 1] ?? until });
  });
  const between = (xs: ArrayLike<number>, ys: ArrayLike<number>, x: number): number => {
    const right = Math.min(Math.max(bisectRight(xs, x), 1), xs.length - 1);
    const [x0, x1, y0, y1] = [xs[right - 1] ?? 0, xs[right] ?? 0, ys[right - 1] ?? 0, ys[right] ?? 0];
    return x1 === x0 ? y0 : y0 + ((x - x0) / (x1 - x0)) * (y1 - y0);
  };
  return {
    length: places[places.length - 1] ?? 1,
    pauses,
    place: (ms) => between(times, places, ms),
    time: (place) => between(places, times, place),
  };
}
