import type { UnfinishedHandler } from "../../simulation/outcome/Outcome";

/**
 * Hosts that wait for each other in a ring, each with a handler that the one before it in the ring asked, and in which
 * it asks the next one. The shortest ring of those that begin earliest; empty when there is none.
 *
 * @param handlers those that have not answered, the oldest first
 */
export function waitingRing(handlers: readonly UnfinishedHandler[]): readonly string[] {
  /** Since when each host has had a handler that does not answer. */
  const since = new Map<string, number>();
  for (const { host, since: at } of handlers) if (!since.has(host)) since.set(host, at);
  const asks = new Map<string, Set<string>>();
  for (const { host, from, since: at } of handlers) {
    const began = since.get(from);
    // Who asks this host must itself have been in a handler by then, or nobody waits for it.
    if (began === undefined || began > at) continue;
    const asked = asks.get(from);
    if (asked === undefined) asks.set(from, new Set([host]));
    else asked.add(host);
  }
  for (const start of since.keys()) {
    const ring = shortestWayBack(start, asks);
    if (ring.length > 0) return ring;
  }
  return [];
}

/** From a host to itself: the hosts on the way, it first; empty when there is no way. */
function shortestWayBack(start: string, asks: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] {
  const ways: (readonly string[])[] = [[start]];
  const seen = new Set<string>();
  for (let way = ways.shift(); way !== undefined; way = ways.shift()) {
    for (const next of asks.get(way.at(-1) ?? "") ?? []) {
      if (next === start) return way;
      if (seen.has(next)) continue;
      seen.add(next);
      ways.push([...way, next]);
    }
  }
  return [];
}
