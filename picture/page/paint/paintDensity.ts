import type { PaintFrame } from "../geometry/PaintFrame";
import { LANE_GUTTER, LANE_HEAD } from "../geometry/LaneLayout";
import { eventsInView } from "../geometry/eventPoint";

/** Pixels of one column. */
const COLUMN = 3;
const STANDS_OUT = new Set([
  "lost-request",
  "lost-reply",
  "late",
  "copy",
  "timeout",
  "throw",
  "error",
  "crash",
]);

/**
 * How much happens where, when there is too much in view to draw each message: a column's height says how many events
 * a host has, and its coloured part how many of them are out of the ordinary. All events are counted.
 */
export function paintDensity(frame: PaintFrame): void {
  const { context, view, palette, width, height, x, layout, scrolled } = frame;
  const columns = Math.ceil((width - LANE_GUTTER) / COLUMN) + 1;
  const lanes = layout.lanes.length;
  const all = new Uint32Array(columns * lanes);
  const special = new Uint32Array(columns * lanes);
  const [first, end] = eventsInView(frame);
  const { events, eventHosts } = view.picture;
  for (let place = first; place < end; place++) {
    const index = view.visible.events[place] ?? -1;
    const event = events[index];
    const lane = view.visible.laneOf[eventHosts[index] ?? -1] ?? -1;
    if (event === undefined || lane < 0) continue;
    const column = Math.floor((x(event.at) - LANE_GUTTER) / COLUMN);
    if (column < 0 || column >= columns) continue;
    const cell = lane * columns + column;
    all[cell] = (all[cell] ?? 0) + 1;
    if (STANDS_OUT.has(event.kind)) special[cell] = (special[cell] ?? 0) + 1;
  }
  const most = all.reduce((highest, count) => Math.max(highest, count), 1);
  layout.lanes.forEach((lane, row) => {
    const bottom = LANE_HEAD + lane.top + lane.height - scrolled - 2;
    if (bottom < LANE_HEAD || bottom - lane.height > height) return;
    const unit = (lane.height / 2 - 12) / Math.sqrt(most);
    for (let column = 0; column < columns; column++) {
      const count = all[row * columns + column] ?? 0;
      if (count === 0) continue;
      const left = LANE_GUTTER + column * COLUMN;
      const high = Math.max(1.5, Math.sqrt(count) * unit);
      context.fillStyle = palette.request;
      context.globalAlpha = 0.45;
      context.fillRect(left, bottom - high, COLUMN - 0.5, high);
      const odd = special[row * columns + column] ?? 0;
      if (odd === 0) continue;
      context.fillStyle = palette.fault;
      context.globalAlpha = 0.9;
      const part = Math.max(1.5, (high * odd) / count);
      context.fillRect(left, bottom - part, COLUMN - 0.5, part);
    }
  });
  context.globalAlpha = 1;
}
