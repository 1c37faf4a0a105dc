import type { StrategySpec, TraceEvent } from "labrpc/simulation";

/**
 * The moments of a run at which something is about to be drawn, as numbers of events that have happened: what becomes of a
 * message, which is drawn when it is sent, or what a host that starts will draw. Between two of them nothing can turn out
 * otherwise. With priorities, each event draws. The beginning and the end are always among them.
 */
export function openMoments(events: readonly TraceEvent[], strategy: StrategySpec): number[] {
  const moments = new Set([0, events.length]);
  events.forEach(({ kind }, index) => {
    if (kind === "start") moments.add(index);
    else if (strategy.kind !== "random" || kind === "call" || kind === "reply" || kind === "throw")
      moments.add(index + 1);
  });
  return [...moments].sort((a, b) => a - b);
}

/** About `count` of them, evenly spread, the first and the last among them. */
export function spreadMoments(moments: readonly number[], count: number): number[] {
  const last = moments.length - 1;
  const places = Array.from({ length: count }, (_, i) => Math.round((i * last) / (count - 1)));
  return [...new Set(places)].map((place) => moments[place] ?? 0);
}
