import type { TraceEvent } from "labrpc/simulation";
import type { PaintFrame } from "../geometry/PaintFrame";
import { eventPoint, eventsInView } from "../geometry/eventPoint";
import { LANE_GUTTER, LANE_HEAD } from "../geometry/LaneLayout";
import { paintWaits } from "./paintWaits";

/** What happens to hosts, what they print, time-outs, and servers at work. */
export function paintMarks(frame: PaintFrame): void {
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
  if (!view.filter.hidden.has("timeouts")) paintWaits(frame);
  const [first, end] = eventsInView(frame);
  for (let place = first; place < end; place++) {
    const index = view.visible.events[place] ?? -1;
    const event = view.picture.events[index];
    const point = eventPoint(frame, index);
    if (event === undefined || point === undefined) continue;
    const [left, top] = point;
    if (left < LANE_GUTTER - 4 || top < LANE_HEAD - 14 || top > frame.height) continue;
    frame.targets.push({ kind: "event", index, at: point });
    paintMark(frame, index, event, left, top);
  }
}

function paintMark(
  { context, palette, labels, view }: PaintFrame,
  index: number,
  event: TraceEvent,
  left: number,
  top: number,
): void {
  switch (event.kind) {
    case "console":
      context.fillStyle = palette.faint;
      context.beginPath();
      context.roundRect(left - 4, top - 3.5, 8, 6, 1.5);
      context.fill();
      context.fillRect(left - 3, top + 2, 2.5, 3);
      return;
    case "crash":
      paintMarkWord(context, labels, "CRASH", left, top, palette.bad);
      return;
    case "start":
      if (view.restarts.has(index)) paintMarkWord(context, labels, "restart", left, top, palette.good);
      return;
    case "throw":
      paintMarkWord(context, labels, "throws", left, top, palette.bad);
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

function paintMarkWord(
  context: CanvasRenderingContext2D,
  labels: PaintFrame["labels"],
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
