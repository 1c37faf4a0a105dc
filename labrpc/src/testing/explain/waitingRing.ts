import type { UnfinishedHandler } from "../../simulation/outcome/Outcome";

/** Hosts that wait for each other, each for the next one and the last for the first. */
export interface WaitingRing {
  readonly hosts: readonly string[];
  /** When the last of them began to wait, virtual ms. */
  readonly sinceMs: number;
}

/**
 * The ring that closed first: in it each host works on a request and asks the next one, which has not answered.
 * Undefined when there is none.
 *
 * @param handlers those that have not answered, the oldest first
 */
export function waitingRing(handlers: readonly UnfinishedHandler[]): WaitingRing | undefined {
  const busy = new Set<string>();
  const asks = new Map<string, Set<string>>();
  for (const { host, from, since } of handlers) {
    // Who asks must itself have been asked by then, or nobody waits for it.
    if (busy.has(from)) {
      const asked = asks.get(from);
      if (asked === undefined) asks.set(from, new Set([host]));
      else asked.add(host);
      const way = shortestWay(host, from, asks);
      if (way !== undefined) return { hosts: [from, ...way.slice(0, -1)], sinceMs: since };
    }
    busy.add(host);
  }
  return undefined;
}

/** The hosts on the way from one to another, both included; undefined when there is no way. */
function shortestWay(
  from: string,
  to: string,
  asks: ReadonlyMap<string, ReadonlySet<string>>,
): readonly string[] | undefined {
  const ways: (readonly string[])[] = [[from]];
  const seen = new Set([from]);
  for (let way = ways.shift(); way !== undefined; way = ways.shift()) {
    const last = way.at(-1) ?? "";
    if (last === to) return way;
    for (const next of asks.get(last) ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      ways.push([...way, next]);
    }
  }
  return undefined;
}
