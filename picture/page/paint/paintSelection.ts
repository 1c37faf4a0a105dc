import { bisector } from "d3-array";
import { showVirtualTime } from "../../src/model/describeTraceEvent";
import type { PaintFrame } from "../geometry/PaintFrame";
import { LANE_GUTTER, LANE_HEAD } from "../geometry/LaneLayout";
import { eventPoint } from "../geometry/eventPoint";

/** The selected event: a line through its moment, and a ring. */
export function paintSelection(frame: PaintFrame): void {
  const { context, view, palette, width, height, layout, scrolled } = frame;
  const { selected, selectedEvent: event } = view;
  if (selected === undefined || event === undefined) return;
  const left = frame.x(event.at);
  if (left < LANE_GUTTER - 1 || left > width) return;
  const bottom = Math.min(height, LANE_HEAD + layout.height - scrolled);
  context.fillStyle = palette.select;
  context.globalAlpha = 0.55;
  context.fillRect(left - 0.5, 24, 1, bottom - 24);
  context.globalAlpha = 1;
  const text = showVirtualTime(event.at);
  context.font = "600 11px system-ui, sans-serif";
  const wide = context.measureText(text).width + 10;
  const from = Math.min(Math.max(left - wide / 2, LANE_GUTTER), width - wide);
  context.beginPath();
  context.roundRect(from, 4, wide, 18, 4);
  context.fill();
  context.fillStyle = palette.ground;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(text, from + wide / 2, 13.5);
  const point = eventPoint(frame, selected);
  if (point === undefined || view.visible.flags[selected] !== 1) return;
  context.strokeStyle = palette.select;
  context.lineWidth = 2.5;
  context.beginPath();
  context.arc(point[0], point[1], 6, 0, Math.PI * 2);
  context.stroke();
}

/** Rings around the events that the search finds; one for each few pixels of a lane. */
export function paintMatches(frame: PaintFrame): void {
  const { context, view, palette, width, height } = frame;
  const { matches, picture } = view;
  const first = bisector((at: number) => picture.events[at]?.at ?? 0).left(matches, view.range.from);
  const drawn = new Set<string>();
  context.strokeStyle = palette.match;
  context.lineWidth = 3;
  for (let place = first; place < matches.length; place++) {
    const index = matches[place] ?? -1;
    if ((picture.events[index]?.at ?? Infinity) > view.range.until) break;
    const point = eventPoint(frame, index);
    if (point === undefined) continue;
    const [left, top] = point;
    if (left < LANE_GUTTER || left > width || top > height) continue;
    const cell = `${String(Math.round(left / 6))} ${String(top)}`;
    if (drawn.has(cell)) continue;
    drawn.add(cell);
    context.beginPath();
    context.arc(left, top, 7, 0, Math.PI * 2);
    context.stroke();
  }
}
