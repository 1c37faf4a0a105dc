import { bisector } from "d3-array";
import type { TraceEvent } from "labrpc/simulation";
import type { Frame } from "../Frame";
import { GUTTER, HALF_BAR, HEAD } from "../Layout";

/** The places of the visible events in view: from the first of `events` up to before the second. */
export function eventsInView({ view }: Pick<Frame, "view">): [number, number] {
  const { events } = view.visible;
  const byTime = bisector((at: number) => view.picture.events[at]?.at ?? 0);
  return [byTime.left(events, view.range.from), byTime.right(events, view.range.until)];
}

/** Where an event is drawn; undefined when its host has no lane. */
export function eventPoint(frame: Frame, index: number): [number, number] | undefined {
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

/** What happens to hosts, what they print, time-outs, and servers at work. */
export function paintMarks(frame: Frame): void {
  const { view, context, palette, x, lane, y } = frame;
  if (frame.crowded) return;
  const { from, until } = view.range;
  for (const piece of view.picture.work) {
    if (piece.until < from || piece.from > until) continue;
    const at = lane(piece.host);
    if (at === undefined) continue;
    context.fillStyle = palette.work;
    context.fillRect(x(piece.from), y(at) - 3.5, Math.max(4, x(piece.until) - x(piece.from)), 8);
  }
  if (!view.filter.hidden.has("time-outs")) paintWaits(frame);
  const [first, end] = eventsInView(frame);
  for (let place = first; place < end; place++) {
    const index = view.visible.events[place] ?? -1;
    const event = view.picture.events[index];
    const point = eventPoint(frame, index);
    if (event === undefined || point === undefined) continue;
    const [left, top] = point;
    if (left < GUTTER - 4 || top < HEAD - 14 || top > frame.height) continue;
    frame.targets.push({ kind: "event", index, at: point });
    paintMark(frame, event, left, top);
  }
}

function paintMark({ context, palette, labels }: Frame, event: TraceEvent, left: number, top: number): void {
  switch (event.kind) {
    case "console":
      context.fillStyle = palette.faint;
      context.beginPath();
      context.roundRect(left - 4, top - 3.5, 8, 6, 1.5);
      context.fill();
      context.fillRect(left - 3, top + 2, 2.5, 3);
      return;
    case "crash":
      word(context, labels, "CRASH", left, top, palette.bad);
      return;
    case "start":
      if (event.at > 0) word(context, labels, "restart", left, top, palette.good);
      return;
    case "throw":
      word(context, labels, "throws", left, top, palette.bad);
      return;
    case "network":
      context.fillStyle = palette.fault;
      context.beginPath();
      context.moveTo(left - 4.5, top - 5);
      context.lineTo(left + 4.5, top - 5);
      context.lineTo(left, top + 4);
      context.fill();
      return;
    case "deliver":
    case "copy":
    case "reply":
    case "call":
      context.fillStyle = palette.faint;
      context.beginPath();
      context.arc(left, top, 2, 0, Math.PI * 2);
      context.fill();
      return;
    default:
      return;
  }
}

/** With more time-outs than this in view, each is a stroke. */
const CLOCKS = 80;

/** A dashed line for as long as a caller waits in vain, with a clock at its end. */
function paintWaits({ context, view, palette, x, lane, y, labels }: Frame): void {
  const shown = view.picture.waits.filter(
    ({ from, until, event }) =>
      until >= view.range.from && from <= view.range.until && view.visible.flags[event] === 1,
  );
  for (const { host, from, until, id } of shown) {
    const at = lane(host);
    if (at === undefined) continue;
    const top = y(at) + HALF_BAR + 7;
    const strong = id === view.selectedCall || id === view.hoveredCall;
    if (shown.length > CLOCKS && !strong) {
      context.fillStyle = palette.late;
      context.fillRect(x(until) - 0.5, top - 3, 1, 6);
      continue;
    }
    context.strokeStyle = strong ? palette.select : palette.late;
    context.lineWidth = strong ? 2 : 1;
    context.setLineDash([2, 3]);
    context.beginPath();
    context.moveTo(Math.max(x(from), GUTTER), top);
    context.lineTo(x(until), top);
    context.stroke();
    context.setLineDash([]);
    context.lineWidth = 1.5;
    context.fillStyle = palette.ground;
    context.beginPath();
    context.arc(x(until), top, 5, 0, Math.PI * 2);
    context.fill();
    context.stroke();
    context.beginPath();
    context.moveTo(x(until), top - 3);
    context.lineTo(x(until), top);
    context.lineTo(x(until) + 2.4, top + 1);
    context.stroke();
    const text = "time-out";
    context.font = "11px system-ui, sans-serif";
    const wide = context.measureText(text).width;
    const left = x(until) - wide - 9;
    if (left < Math.max(GUTTER, x(from)) || !labels.tryTake(left, top - 7, wide + 16, 14)) continue;
    context.textAlign = "left";
    context.textBaseline = "middle";
    context.lineWidth = 3;
    context.strokeStyle = palette.ground;
    context.strokeText(text, left, top);
    context.fillStyle = palette.late;
    context.fillText(text, left, top);
  }
}

function word(
  context: CanvasRenderingContext2D,
  labels: Frame["labels"],
  text: string,
  left: number,
  top: number,
  color: string,
): void {
  context.fillStyle = color;
  context.fillRect(left - 1.5, top - 15, 3, 30);
  context.font = "600 11px system-ui, sans-serif";
  const wide = context.measureText(text).width;
  if (!labels.tryTake(left + 5, top - 21, wide, 13)) return;
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.fillText(text, left + 5, top - 14);
}
