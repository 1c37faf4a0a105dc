import { scaleLinear } from "d3-scale";
import type { PaintFrame } from "../geometry/PaintFrame";
import { LANE_GUTTER, LANE_HEAD } from "../geometry/LaneLayout";
import { roundestTickTime } from "./roundestTickTime";

const BETWEEN = 92;
const BASE = 27;

/** The time axis, the pauses that are drawn short, and what the test did to the network. */
export function paintAxis(frame: PaintFrame, time: (pixel: number) => number): void {
  const { context, view, palette, width, height, x, layout, scrolled } = frame;
  context.fillStyle = palette.ground;
  context.fillRect(0, 0, width, LANE_HEAD);
  const bottom = Math.min(height, LANE_HEAD + layout.height - scrolled);
  context.font = "11px system-ui, sans-serif";
  context.textBaseline = "middle";
  context.textAlign = "center";
  const selected = view.selectedEvent;
  // The selected event's own time stands there.
  const flag = selected === undefined ? -1e9 : x(selected.at);
  let free = LANE_GUTTER - 20;
  for (const { at, text } of timeAxisTicks(frame, time)) {
    const left = x(at);
    if (left < LANE_GUTTER - 1 || left > width) continue;
    context.fillStyle = palette.lane;
    context.fillRect(Math.round(left), LANE_HEAD, 1, bottom - LANE_HEAD);
    const wide = context.measureText(text).width;
    if (left - wide / 2 < free || left + wide / 2 > width - 2) continue;
    if (Math.abs(left - flag) < wide / 2 + 44) continue;
    free = left + wide / 2 + 10;
    context.fillStyle = palette.line;
    context.fillRect(Math.round(left), BASE - 5, 1, 5);
    context.fillStyle = palette.faint;
    context.fillText(text, left, 13);
  }
  context.fillStyle = palette.line;
  context.fillRect(LANE_GUTTER - 8, BASE, width - LANE_GUTTER + 8, 1);
  context.textAlign = "left";
  context.fillStyle = palette.faint;
  context.fillText("virtual time →", 10, 13);
  for (const { from, until } of view.axis.pauses) paintAxisPause(frame, x(from), x(until), until - from);
}

function timeAxisTicks(
  { view, width }: PaintFrame,
  time: (pixel: number) => number,
): { at: number; text: string }[] {
  if (view.scale === "even") {
    const shown = scaleLinear().domain([time(LANE_GUTTER), time(width)]);
    const count = (width - LANE_GUTTER) / BETWEEN;
    const format = shown.tickFormat(count);
    return shown.ticks(count).map((at) => ({ at, text: `${format(at)} ms` }));
  }
  const found: { at: number; text: string }[] = [];
  for (let slot = LANE_GUTTER + 20; slot < width; slot += BETWEEN) {
    const { value, digits } = roundestTickTime(time(slot - 18), time(slot + 18));
    if (value !== found.at(-1)?.at) found.push({ at: value, text: `${value.toFixed(digits)} ms` });
  }
  return found;
}

function paintAxisPause(
  { context, palette, width, labels }: PaintFrame,
  left: number,
  right: number,
  ms: number,
): void {
  if (right < LANE_GUTTER || left > width || right - left < 14) return;
  const middle = (Math.max(left, LANE_GUTTER) + Math.min(right, width)) / 2;
  context.fillStyle = palette.ground;
  context.fillRect(middle - 5, BASE - 3, 10, 7);
  context.strokeStyle = palette.faint;
  context.lineWidth = 1.2;
  for (const shift of [-4, 2]) {
    context.beginPath();
    context.moveTo(middle + shift, BASE + 4);
    context.lineTo(middle + shift + 3, BASE - 3);
    context.stroke();
  }
  const text = ms >= 1000 ? `${(ms / 1000).toFixed(1)} s pass` : `${ms.toFixed(0)} ms pass`;
  context.font = "italic 10px system-ui, sans-serif";
  const wide = context.measureText(text).width;
  if (right - left < wide + 4 || !labels.tryTake(middle - wide / 2 - 3, 31, wide + 6, 13)) return;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillStyle = palette.faint;
  context.fillText(text, middle, 38);
  context.textAlign = "left";
}
