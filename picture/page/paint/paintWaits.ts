import type { PaintFrame } from "../geometry/PaintFrame";
import { LANE_GUTTER, HALF_BAR } from "../geometry/LaneLayout";

/** With more time-outs than this in view, each is a stroke. */
const CLOCKS = 80;

/** A dashed line for as long as a caller waits in vain, with a clock at its end. */
export function paintWaits({ context, view, palette, x, lane, y, labels }: PaintFrame): void {
  const shown = view.picture.waits.filter(
    ({ from, until, event }) =>
      until >= view.range.from && from <= view.range.until && view.visible.flags[event] === 1,
  );
  for (const { host, from, until, id } of shown) {
    const at = lane(host);
    if (at === undefined) continue;
    const top = y(at) + HALF_BAR + 7;
    const strong = view.standsOut(id);
    if (shown.length > CLOCKS && !strong) {
      context.fillStyle = palette.late;
      context.fillRect(x(until) - 0.5, top - 3, 1, 6);
      continue;
    }
    context.strokeStyle = strong ? palette.select : palette.late;
    context.lineWidth = strong ? 2 : 1;
    context.setLineDash([2, 3]);
    context.beginPath();
    context.moveTo(Math.max(x(from), LANE_GUTTER), top);
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
    const text = "timeout";
    context.font = "11px system-ui, sans-serif";
    const wide = context.measureText(text).width;
    const left = x(until) - wide - 9;
    if (left < Math.max(LANE_GUTTER, x(from)) || !labels.tryTake(left, top - 7, wide + 16, 14)) continue;
    context.textAlign = "left";
    context.textBaseline = "middle";
    context.lineWidth = 3;
    context.strokeStyle = palette.ground;
    context.strokeText(text, left, top);
    context.fillStyle = palette.late;
    context.fillText(text, left, top);
  }
}
