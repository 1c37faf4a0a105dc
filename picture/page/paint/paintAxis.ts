import { scaleLinear } from "d3-scale";
import type { Frame } from "../geometry/Frame";
import { GUTTER, HEAD } from "../geometry/Layout";
import { roundest } from "./roundest";

const BETWEEN = 92;
const BASE = 27;

/** The time axis, the pauses that are drawn short, and what the test did to the network. */
export function paintAxis(frame: Frame, time: (pixel: number) => number): void {
  const { context, view, palette, width, height, x, layout, scrolled } = frame;
  context.fillStyle = palette.ground;
  context.fillRect(0, 0, width, HEAD);
  const bottom = Math.min(height, HEAD + layout.height - scrolled);
  context.font = "11px system-ui, sans-serif";
  context.textBaseline = "middle";
  context.textAlign = "center";
  const selected = view.selectedEvent;
  // The selected event's own time stands there.
  const flag = selected === undefined ? -1e9 : x(selected.at);
  let free = GUTTER - 20;
  for (const { at, text } of ticks(frame, time)) {
    const left = x(at);
    if (left < GUTTER - 1 || left > width) continue;
    context.fillStyle = palette.lane;
    context.fillRect(Math.round(left), HEAD, 1, bottom - HEAD);
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
  context.fillRect(GUTTER - 8, BASE, width - GUTTER + 8, 1);
  context.textAlign = "left";
  context.fillStyle = palette.faint;
  context.fillText("virtual time →", 10, 13);
  for (const { from, until } of view.axis.pauses) paintPause(frame, x(from), x(until), until - from);
}

function ticks({ view, width }: Frame, time: (pixel: number) => number): { at: number; text: string }[] {
  if (view.scale === "even") {
    const shown = scaleLinear().domain([time(GUTTER), time(width)]);
    const count = (width - GUTTER) / BETWEEN;
    const format = shown.tickFormat(count);
    return shown.ticks(count).map((at) => ({ at, text: `${format(at)} ms` }));
  }
  const found: { at: number; text: string }[] = [];
  for (let slot = GUTTER + 20; slot < width; slot += BETWEEN) {
    const { value, digits } = roundest(time(slot - 18), time(slot + 18));
    if (value !== found.at(-1)?.at) found.push({ at: value, text: `${value.toFixed(digits)} ms` });
  }
  return found;
}

function paintPause(
  { context, palette, width, labels }: Frame,
  left: number,
  right: number,
  ms: number,
): void {
  if (right < GUTTER || left > width || right - left < 14) return;
  const middle = (Math.max(left, GUTTER) + Math.min(right, width)) / 2;
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
