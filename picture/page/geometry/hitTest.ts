import type { PointerTarget } from "./PaintFrame";

const NEAR = 6;

/** What is under the pointer; what is small comes before what is large. */
export function hitTest(targets: readonly PointerTarget[], x: number, y: number): PointerTarget | undefined {
  let best: PointerTarget | undefined;
  let least = Infinity;
  for (const target of targets) {
    const distance = distanceToTarget(target, x, y);
    if (distance > least) continue;
    least = distance;
    best = target;
  }
  return least <= NEAR ? best : undefined;
}

/** In pixels; larger things lie a little further away. */
function distanceToTarget(target: PointerTarget, x: number, y: number): number {
  switch (target.kind) {
    case "fault":
      return insideTargetBox(target.box, x, y) ? 0 : Infinity;
    case "event":
      return Math.hypot(x - target.at[0], y - target.at[1]) * 1.2;
    case "arrow":
      return distanceToArrowLine(target.line, x, y) + 1;
    case "bar":
      return insideTargetBox(target.box, x, y) ? 4 : Infinity;
    case "shade":
      return insideTargetBox(target.box, x, y) ? NEAR : Infinity;
  }
}

function insideTargetBox([left, top, width, height]: readonly number[], x: number, y: number): boolean {
  const [l = 0, t = 0, w = 0, h = 0] = [left, top, width, height];
  return x >= l && x <= l + w && y >= t && y <= t + h;
}

function distanceToArrowLine(
  [x0, y0, x1, y1]: readonly [number, number, number, number],
  x: number,
  y: number,
): number {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const length = dx * dx + dy * dy;
  const part = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / length));
  return Math.hypot(x - x0 - part * dx, y - y0 - part * dy);
}
