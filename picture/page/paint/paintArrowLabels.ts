import type { MessageArrow, Picture } from "../../src/model/Picture";
import { shortMessage } from "../../src/model/shortMessage";
import type { PaintFrame } from "../geometry/PaintFrame";
import { LANE_GUTTER } from "../geometry/LaneLayout";
import { arrowColor } from "./arrowColor";

/** Labels beside the middles of arrows, as long as there is room; the arrows that stand out first. */
export function paintArrowLabels(
  { context, view, palette, labels, width, targets }: PaintFrame,
  order: readonly number[],
): void {
  context.font = "11px system-ui, sans-serif";
  context.textBaseline = "middle";
  context.textAlign = "left";
  const lines = new Map<number, readonly [number, number, number, number]>();
  for (const target of targets) if (target.kind === "arrow") lines.set(target.index, target.line);
  for (const index of order) {
    const arrow = view.picture.arrows[index];
    const line = lines.get(index);
    if (arrow === undefined || line === undefined) continue;
    const text = labelOfArrow(arrow, view.picture.events);
    const wide = context.measureText(text).width;
    const [x0, y0, x1, y1] = line;
    for (const part of [0.5, 0.3, 0.7, 0.16]) {
      const left = x0 + (x1 - x0) * part + 7;
      const top = y0 + (y1 - y0) * part - 7;
      if (left < LANE_GUTTER || left + wide > width) continue;
      if (!labels.tryTake(left - 1, top, wide + 4, 14)) continue;
      context.lineWidth = 3;
      context.strokeStyle = palette.ground;
      context.lineJoin = "round";
      context.strokeText(text, left, top + 7.5);
      context.fillStyle = arrowColor(arrow, palette);
      context.fillText(text, left, top + 7.5);
      break;
    }
  }
}

function labelOfArrow(
  { leg, arrival, sentEvent, endEvent }: MessageArrow,
  events: Picture["events"],
): string {
  const text = shortMessage((events[sentEvent] ?? events[endEvent])?.text ?? "");
  const what = leg === "reply" ? text.replace(/^[\w$]+ (?=.)/, "") : text;
  if (arrival === "lost") return `${leg} LOST: ${what}`;
  if (arrival === "late") return `too late: ${what}`;
  if (arrival === "nobody") return `nobody receives ${what}`;
  return leg === "copy" ? `once more: ${what}` : what;
}
