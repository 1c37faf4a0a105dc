import type { PaintFrame } from "../geometry/PaintFrame";
import { LANE_GUTTER, LANE_HEAD } from "../geometry/LaneLayout";
import { eventPoint } from "../geometry/eventPoint";

const RADIUS = 8;
/** So few faults are numbered even where there is no room. */
const ALWAYS = 12;

/** Numbers in circles at the faults that the failure is about. Where many fall together, only the first is drawn. */
export function paintFaults(frame: PaintFrame): void {
  const { context, view, palette, width, height, x, targets, labels } = frame;
  const lines = new Map<number, readonly [number, number, number, number]>();
  for (const target of targets) {
    if (target.kind !== "arrow") continue;
    const fault = view.picture.arrows[target.index]?.fault ?? 0;
    if (fault > 0) lines.set(fault, target.line);
  }
  for (const [index, fault] of view.picture.faults.entries()) {
    if (fault.at < view.range.from || fault.at > view.range.until) continue;
    const line = lines.get(fault.number);
    const point =
      line === undefined
        ? (eventPoint(frame, fault.event) ?? [x(fault.at), LANE_HEAD + 10])
        : [line[2] + RADIUS + 10, line[3]];
    const [left = 0, top = 0] = point;
    if (left < LANE_GUTTER || left > width || top < LANE_HEAD - 12 || top > height) continue;
    if (
      !labels.tryTake(left - RADIUS, top - RADIUS, RADIUS * 2, RADIUS * 2) &&
      view.picture.faults.length > ALWAYS
    )
      continue;
    context.fillStyle = palette.fault;
    context.beginPath();
    context.arc(left, top, RADIUS, 0, Math.PI * 2);
    context.fill();
    context.fillStyle = palette.ground;
    context.font = "700 11px system-ui, sans-serif";
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(fault.number > 99 ? "·" : String(fault.number), left, top + 0.5);
    targets.push({ kind: "fault", index, box: [left - RADIUS, top - RADIUS, RADIUS * 2, RADIUS * 2] });
  }
}
