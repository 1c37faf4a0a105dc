import type { OperationBar } from "../../src/model/Picture";
import type { PaintFrame } from "./PaintFrame";
import { HALF_BAR } from "./LaneLayout";

/** A bar that is shorter is drawn as a stroke without text; pixels. */
export const LEAST_WIDTH = 4;

/** The box of a bar in pixels: left, top, width, height; undefined when its host has no lane. */
export function barBox(frame: PaintFrame, bar: OperationBar): [number, number, number, number] | undefined {
  const lane = frame.lane(bar.host);
  if (lane === undefined) return undefined;
  const half = lane.row === 0 ? HALF_BAR : Math.max(2, Math.min(HALF_BAR, lane.row / 2 - 1));
  const left = frame.x(bar.from);
  const right = bar.until === null ? Math.max(frame.width + 20, left + 40) : frame.x(bar.until);
  return [left, frame.y(lane) + bar.row * lane.row - half, Math.max(LEAST_WIDTH, right - left), half * 2];
}
