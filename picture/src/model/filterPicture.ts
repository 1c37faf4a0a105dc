import type { TraceEvent, TraceKind } from "labrpc/simulation";
import type { MessageArrow, Picture } from "./Picture";

/** Kinds that are shown and hidden together, by what a reader calls them. */
export const KIND_GROUPS = {
  requests: ["call", "deliver"],
  replies: ["reply", "return", "throw"],
  lost: ["lost-request", "lost-reply"],
  timeouts: ["timeout"],
  late: ["late"],
  duplicates: ["copy"],
  operations: ["begin", "end", "error"],
  console: ["console"],
  "hosts and network": ["start", "crash", "network"],
} as const satisfies Record<string, readonly TraceKind[]>;

export type KindGroup = keyof typeof KIND_GROUPS;

/** What is to be seen. */
export interface PictureFilter {
  /** Places of hosts; undefined for all. */
  readonly hosts: ReadonlySet<number> | undefined;
  /** The place of a key; undefined for all. */
  readonly key: number | undefined;
  readonly hidden: ReadonlySet<KindGroup>;
}

/** What is left of a picture. */
export interface VisiblePicture {
  /** Places of the events, in order. */
  readonly events: Int32Array;
  /** 1 for each event that is visible. */
  readonly flags: Uint8Array;
  /** Places of the hosts that have a lane, from above. */
  readonly lanes: readonly number[];
  /** For each host its lane; -1 for none. */
  readonly laneOf: Int32Array;
}

const GROUP_OF = new Map<TraceKind, KindGroup>(
  (Object.keys(KIND_GROUPS) as KindGroup[]).flatMap((group) =>
    KIND_GROUPS[group].map((kind): [TraceKind, KindGroup] => [kind, group]),
  ),
);

/** Which events and hosts are left. What concerns the whole network is about every key. */
export function filterPicture(picture: Picture, { hosts, key, hidden }: PictureFilter): VisiblePicture {
  const { events, eventHosts, eventKeys } = picture;
  const flags = new Uint8Array(events.length);
  const used = new Set<number>();
  const isVisible = (event: TraceEvent, at: number): boolean => {
    const host = eventHosts[at] ?? -1;
    if (hidden.has(kindGroupOf(event.kind))) return false;
    if (hosts !== undefined && host >= 0 && !hosts.has(host)) return false;
    return key === undefined || eventKeys[at] === key || kindGroupOf(event.kind) === "hosts and network";
  };
  events.forEach((event, at) => {
    if (!isVisible(event, at)) return;
    flags[at] = 1;
    const host = eventHosts[at] ?? -1;
    if (host >= 0 && (key === undefined || eventKeys[at] === key)) used.add(host);
  });
  const lanes = picture.hosts
    .map((_, host) => host)
    .filter((host) => (hosts === undefined || hosts.has(host)) && (key === undefined || used.has(host)));
  const laneOf = new Int32Array(picture.hosts.length).fill(-1);
  lanes.forEach((host, lane) => (laneOf[host] = lane));
  const left = Int32Array.from(events.keys()).filter((at) => flags[at] === 1);
  return { events: left, flags, lanes, laneOf };
}

/** Whether an arrow is to be drawn: both of its hosts have lanes, and one of its ends is visible. */
export function isArrowVisible(arrow: MessageArrow, visible: VisiblePicture): boolean {
  const { from, to, sentEvent, endEvent, leg, arrival } = arrow;
  if ((visible.laneOf[from] ?? -1) < 0 || (visible.laneOf[to] ?? -1) < 0) return false;
  // What is special about a message is seen at its end: hiding copies must hide it, though its request is shown.
  const special = leg === "copy" || arrival === "lost" || arrival === "late";
  if (special && endEvent >= 0) return visible.flags[endEvent] === 1;
  return visible.flags[endEvent] === 1 || visible.flags[sentEvent] === 1;
}

export function kindGroupOf(kind: TraceKind): KindGroup {
  return GROUP_OF.get(kind) ?? "hosts and network";
}
