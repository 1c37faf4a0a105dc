import { cutLabelText } from "../../src/model/shortMessage";
import type { PaintFrame } from "../geometry/PaintFrame";
import { LANE_GUTTER, LANE_HEAD } from "../geometry/LaneLayout";

const HATCHED = new Set(["crashed", "disconnected"]);

/** Spans in which something was wrong with hosts or links. */
export function paintShades(frame: PaintFrame): void {
  const { context, view, palette, width, height, x, lane, scrolled, targets } = frame;
  const groups = [palette["group-0"], palette["group-1"], palette["group-2"]];
  for (const [index, { span, from, until, groupOf }] of view.picture.shades.entries()) {
    const left = Math.max(LANE_GUTTER, x(from));
    const right = Math.min(width, Math.max(x(until), x(from) + 2));
    if (right <= LANE_GUTTER || left >= width) continue;
    for (const [host, group] of groupOf) {
      const at = lane(host);
      if (at === undefined) continue;
      const top = LANE_HEAD + at.top - scrolled;
      if (top > height || top + at.height < 0) continue;
      context.fillStyle =
        span.kind === "partition" ? (groups[group % groups.length] ?? palette.span) : palette.span;
      context.fillRect(left, top + 1, right - left, at.height - 3);
      if (HATCHED.has(span.kind))
        hatchShade(context, left, top + 1, right - left, at.height - 3, palette["span-text"]);
      targets.push({ kind: "shade", index, box: [left, top, right - left, at.height] });
    }
  }
}

/** What the spans are, in a corner of their lanes, where there is room. */
export function paintShadeTexts({
  context,
  view,
  palette,
  width,
  x,
  lane,
  scrolled,
  labels,
}: PaintFrame): void {
  context.font = "italic 11px system-ui, sans-serif";
  context.textAlign = "left";
  context.textBaseline = "middle";
  for (const { span, from, until, groupOf } of view.picture.shades) {
    const left = Math.max(LANE_GUTTER, x(from)) + 4;
    const right = Math.min(width, x(until));
    const room = Math.floor((right - left) / 6);
    if (room < 5) continue;
    const text = cutLabelText(span.text, room);
    const wide = context.measureText(text).width;
    // In the first of its lanes that has room, above the line or below it.
    for (const host of groupOf.keys()) {
      const found = lane(host);
      if (found === undefined) continue;
      const top = [2, found.height - 15].find((shift) =>
        labels.tryTake(left, LANE_HEAD + found.top - scrolled + shift, wide, 13),
      );
      if (top === undefined) continue;
      context.fillStyle = palette["span-text"];
      context.fillText(text, left, LANE_HEAD + found.top - scrolled + top + 7);
      break;
    }
  }
}

function hatchShade(
  context: CanvasRenderingContext2D,
  left: number,
  top: number,
  width: number,
  height: number,
  color: string,
): void {
  const GAP = 9;
  context.save();
  context.beginPath();
  context.rect(left, top, width, height);
  context.clip();
  context.beginPath();
  for (let at = Math.floor((left - height) / GAP) * GAP; at < left + width; at += GAP) {
    context.moveTo(at, top + height);
    context.lineTo(at + height, top);
  }
  context.strokeStyle = color;
  context.globalAlpha = 0.28;
  context.lineWidth = 1;
  context.stroke();
  context.restore();
}
