import { bisector } from "d3-array";
import type { PaintFrame } from "./PaintFrame";
import { HALF_BAR } from "./LaneLayout";

/** The places of the visible events in view: from the first of `events` up to before the second. */
export function eventsInView({ view }: Pick<PaintFrame, "view">): [number, number] {
  const { events } = view.visible;
  const byTime = bisector((at: number) => view.picture.events[at]?.at ?? 0);
  return [byTime.left(events, view.range.from), byTime.right(events, view.range.until)];
}

/** Where an event is drawn; undefined when its host has no lane. */
export function eventPoint(frame: PaintFrame, index: number): [number, number] | undefined {
  const event = frame.view.picture.events[index];
  if (event === undefined) return undefined;
  const host = frame.view.picture.eventHosts[index] ?? -1;
  const left = frame.x(event.at);
  if (host < 0) return event.kind === "network" ? [left, 38] : undefined;
  const lane = frame.lane(host);
  if (lane === undefined) return undefined;
  const below = event.kind === "console" || event.kind === "timeout" ? HALF_BAR + 7 : 0;
  return [left, frame.y(lane) + below];
}
