import { barBox } from "../geometry/barBox";
import type { PaintFrame } from "../geometry/PaintFrame";
import { LANE_GUTTER } from "../geometry/LaneLayout";

/** With more points than this in view, their numbers are left out. */
const NUMBERED = 60;

/** The points where operations take effect, with their numbers in the order that was found. */
export function paintEffects(frame: PaintFrame): void {
  const { context, view, palette, width, height, x, crowded } = frame;
  if (view.filter.hidden.has("operations") || crowded) return;
  const { from, until } = view.range;
  const shown = view.picture.bars.filter(
    ({ effect }) => effect !== null && effect >= from && effect <= until,
  );
  for (const bar of shown) {
    if (bar.effect === null) continue;
    if (view.filter.key !== undefined && bar.key !== view.filter.key) continue;
    const box = barBox(frame, bar);
    const at = x(bar.effect);
    if (box === undefined || at < LANE_GUTTER || at > width || box[1] > height) continue;
    const [left, top, wide, high] = box;
    // At the very edge of its bar half of the point would be outside.
    const middle = wide > 14 ? Math.min(Math.max(at, left + 6), left + wide - 6) : left + wide / 2;
    context.fillStyle = palette.good;
    context.strokeStyle = palette.ground;
    context.lineWidth = 1.5;
    context.beginPath();
    context.moveTo(middle, top + high / 2 - 6.5);
    context.lineTo(middle + 5.5, top + high / 2);
    context.lineTo(middle, top + high / 2 + 6.5);
    context.lineTo(middle - 5.5, top + high / 2);
    context.closePath();
    context.fill();
    context.stroke();
    if (bar.order === null || wide < 14 || shown.length > NUMBERED) continue;
    const text = String(bar.order);
    context.font = "600 10px system-ui, sans-serif";
    const room = context.measureText(text).width;
    if (!frame.labels.tryTake(middle - room / 2, top - 12, room, 11)) continue;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(text, middle, top - 6);
  }
}
