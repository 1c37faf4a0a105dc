import type { TraceEvent } from "labrpc/simulation";
import type { ShownHistory } from "labrpc/testing";
import type { OperationBar } from "./Picture";

/** Two times that differ by less than this are the same moment: recorders of histories tell ties apart by 1e-6. */
const SAME_MS = 0.01;

/**
 * The operations of the clients as bars. Those that a checker looked at come from the history; the others from the
 * trace.
 *
 * @param hostOf the place of a host by its name; -1 for an unknown one
 * @param keyOf the place of an operation's key
 */
export function makeOperationBars(
  events: readonly TraceEvent[],
  history: ShownHistory | undefined,
  hostOf: (name: string) => number,
  keyOf: (text: string) => number,
): OperationBar[] {
  const traced = barsFromTrace(events, hostOf, keyOf);
  const unused = new Map<string, OperationBar[]>();
  for (const bar of traced) {
    const name = String(bar.host);
    const bars = unused.get(name);
    if (bars === undefined) unused.set(name, [bar]);
    else bars.push(bar);
  }
  const orders = ordersOfHistory(history);
  const checked = (history?.operations ?? []).flatMap((operation, i): OperationBar[] => {
    const host = hostOf(operation.client);
    if (host < 0) return [];
    const candidates = unused.get(String(host)) ?? [];
    const twin = candidates.findIndex(({ from }) => Math.abs(from - operation.called) < SAME_MS);
    const [found] = twin < 0 ? [] : candidates.splice(twin, 1);
    return [
      {
        host,
        row: 0,
        text: operation.text,
        from: operation.called,
        until: operation.returned,
        effect: operation.effect,
        order: orders.get(i) ?? null,
        status: operation.status,
        beginEvent: found?.beginEvent ?? -1,
        endEvent: found?.endEvent ?? -1,
        key: keyOf(operation.text),
      },
    ];
  });
  const bars = [...checked, ...[...unused.values()].flat()].sort((a, b) => a.from - b.from);
  giveRowsToBars(bars);
  return bars;
}

function barsFromTrace(
  events: readonly TraceEvent[],
  hostOf: (name: string) => number,
  keyOf: (text: string) => number,
): OperationBar[] {
  const begun = new Map<number, number>();
  const bars: OperationBar[] = [];
  const add = (beginEvent: number, endEvent: number): void => {
    const event = events[endEvent] ?? events[beginEvent];
    if (event === undefined || hostOf(event.host) < 0) return;
    const ended = events[endEvent];
    bars.push({
      host: hostOf(event.host),
      row: 0,
      text: event.text,
      from: (events[beginEvent] ?? event).at,
      until: ended?.at ?? null,
      effect: null,
      order: null,
      status: ended === undefined ? "unknown" : ended.kind === "error" ? "threw" : "plain",
      beginEvent,
      endEvent,
      key: keyOf(event.text),
    });
  };
  for (const [at, { kind, id }] of events.entries()) {
    if (kind === "begin") begun.set(id, at);
    if (kind !== "end" && kind !== "error") continue;
    add(begun.get(id) ?? -1, at);
    begun.delete(id);
  }
  for (const at of begun.values()) add(at, -1);
  return bars;
}

/** The numbers that operations have in the order that was found. Those of one moment keep the order of the list. */
function ordersOfHistory(history: ShownHistory | undefined): Map<number, number> {
  const placed = (history?.operations ?? []).flatMap(({ effect, status }, i) =>
    status === "placed" && effect !== null ? [{ i, effect }] : [],
  );
  placed.sort((a, b) => a.effect - b.effect || a.i - b.i);
  return new Map(placed.map(({ i }, order) => [i, order + 1]));
}

/** Bars of one host that overlap get rows of their own. */
function giveRowsToBars(bars: readonly OperationBar[]): void {
  const ends = new Map<number, number[]>();
  for (const bar of bars) {
    const rows = ends.get(bar.host) ?? [];
    ends.set(bar.host, rows);
    const free = rows.findIndex((end) => end <= bar.from + SAME_MS);
    bar.row = free < 0 ? rows.length : free;
    rows[bar.row] = bar.until ?? Infinity;
  }
}
