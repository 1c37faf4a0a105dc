import type { TraceEvent } from "labrpc/simulation";
import type { RunRecord } from "labrpc/testing";
import { findFailingOperations } from "./findFailingOperations";
import { findOperationKeys, keyOfOperation } from "./findOperationKeys";
import { makeOperationBars } from "./makeOperationBars";
import { pairMessages } from "./pairMessages";
import { withUndefined } from "./withUndefined";
import type { MessageArrow, PictureFault, Picture, PictureHost, FaultShade } from "./Picture";

/** Makes a record ready to be drawn. Pure; some 100 ms for 50,000 events. */
export function buildPicture(record: RunRecord): Picture {
  const events = record.events.map(withUndefined);
  const hosts = sortedPictureHosts(record);
  const places = new Map(hosts.map(({ name }, i) => [name, i]));
  const hostOf = (name: string): number => places.get(name) ?? -1;
  const { keys, ofEvent } = findOperationKeys(events);
  const keyPlaces = new Map(keys.map((key, i) => [key, i]));
  const keyOf = (text: string): number => {
    const json = keyOfOperation(text);
    return json === undefined ? -1 : (keyPlaces.get(parsedConsoleText(json)) ?? -1);
  };
  const bars = makeOperationBars(events, record.history, hostOf, keyOf);
  const ends = bars.map(({ from, until }) => until ?? from);
  const from = record.complete ? 0 : (events[0]?.at ?? 0);
  const until = [...ends, ...record.faults.map(({ at }) => at)].reduce(
    (latest, at) => Math.max(latest, at),
    Math.max(events.at(-1)?.at ?? 0, from),
  );
  const traffic = pairMessages(events, hostOf, until);
  return {
    record,
    hosts,
    events,
    eventHosts: Int32Array.from(events, ({ host }) => hostOf(host)),
    eventKeys: ofEvent,
    keys,
    ...traffic,
    bars,
    shades: record.spans.map((span): FaultShade => {
      const groupOf = new Map<number, number>();
      span.groups.forEach((group, i) => {
        for (const name of group) if (hostOf(name) >= 0) groupOf.set(hostOf(name), i);
      });
      return { span, from: span.from, until: span.until ?? until, groupOf };
    }),
    faults: numberedPictureFaults(record, traffic.arrows),
    failing: findFailingOperations(
      record,
      bars,
      hosts.map(({ name }) => name),
    ),
    from,
    until,
  };
}

function parsedConsoleText(json: string): string {
  try {
    return JSON.parse(json) as string;
  } catch {
    return json;
  }
}

/** What only callers do; in a record whose beginning was dropped, the call itself may be missing. */
const ASKING = new Set<TraceEvent["kind"]>(["call", "return", "late", "timeout", "lost-request"]);

/** Clients first: requests then go down and replies up. */
function sortedPictureHosts({ hosts, events }: RunRecord): PictureHost[] {
  const asked = new Set<string>();
  const asking = new Set<string>();
  for (const { kind, host, peer } of events) {
    if (ASKING.has(kind) && peer !== undefined) asked.add(peer);
    if (kind === "deliver" || kind === "reply" || kind === "copy") asked.add(host);
    if (kind === "begin" || kind === "end") asking.add(host);
  }
  // Whoever sends to a name that no host has would else be drawn without the other end.
  const names = [...new Set([...hosts, ...asked, ...asking])].filter((name) => name !== "network");
  const shown = names.map((name): PictureHost => ({
    name,
    role: asked.has(name) && !asking.has(name) ? "server" : "client",
  }));
  return [...shown.filter(({ role }) => role === "client"), ...shown.filter(({ role }) => role === "server")];
}

const FAULTY = new Set<TraceEvent["kind"]>(["lost-request", "lost-reply", "copy", "late", "timeout"]);

/** Numbers the faults and finds what each of them happened to: the message of that call that ended nearest. */
function numberedPictureFaults(
  { faults, events }: RunRecord,
  arrows: readonly MessageArrow[],
): PictureFault[] {
  const byCall = new Map<number, MessageArrow[]>();
  for (const arrow of arrows) {
    const known = byCall.get(arrow.id);
    if (known === undefined) byCall.set(arrow.id, [arrow]);
    else known.push(arrow);
  }
  return faults.map((fault, i) => {
    const ofCall = fault.id === 0 ? [] : (byCall.get(fault.id) ?? []);
    const distance = ({ sent, ended, arrival, leg }: MessageArrow): number =>
      Math.min(Math.abs(sent - fault.at), Math.abs(ended - fault.at)) +
      (arrival === "arrived" && leg !== "copy" ? 1e6 : 0);
    const arrow = [...ofCall].sort((a, b) => distance(a) - distance(b))[0];
    if (arrow !== undefined && arrow.fault === 0) arrow.fault = i + 1;
    const event =
      arrow === undefined
        ? events.findIndex(({ at, id, kind }) => id === 0 && at === fault.at && kind !== "console")
        : arrow.endEvent >= 0 && FAULTY.has(events[arrow.endEvent]?.kind ?? "call")
          ? arrow.endEvent
          : Math.max(arrow.sentEvent, arrow.endEvent);
    return { ...fault, number: i + 1, event };
  });
}
