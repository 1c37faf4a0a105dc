import { cutLabelText } from "../../src/model/shortMessage";
import type { PaintFrame } from "../geometry/PaintFrame";
import { LANE_GUTTER, LANE_HEAD } from "../geometry/LaneLayout";

/** The band and the line of each host. */
export function paintLanes({ context, view, palette, layout, width, height, scrolled, y }: PaintFrame): void {
  for (const lane of layout.lanes) {
    const top = LANE_HEAD + lane.top - scrolled;
    if (top > height || top + lane.height < LANE_HEAD) continue;
    const server = view.picture.hosts[lane.host]?.role === "server";
    context.fillStyle = server ? palette.server : palette.ground;
    context.fillRect(0, top, width, lane.height);
    context.fillStyle = palette.lane;
    context.fillRect(0, top + lane.height - 1, width, 1);
    context.fillStyle = palette.line;
    context.fillRect(LANE_GUTTER, Math.round(y(lane)), width - LANE_GUTTER, server ? 2 : 1);
  }
}

/** The names, over everything that is drawn in the lanes. */
export function paintHostNames({ context, view, palette, layout, height, scrolled, y }: PaintFrame): void {
  context.fillStyle = palette.ground;
  context.fillRect(0, LANE_HEAD, LANE_GUTTER - 8, height - LANE_HEAD);
  context.textBaseline = "middle";
  context.textAlign = "left";
  const selected = view.selectedHost;
  for (const lane of layout.lanes) {
    const top = LANE_HEAD + lane.top - scrolled;
    if (top > height || top + lane.height < LANE_HEAD) continue;
    const host = view.picture.hosts[lane.host];
    if (host === undefined) continue;
    const server = host.role === "server";
    context.fillStyle = server ? palette.server : palette.ground;
    context.fillRect(0, top, LANE_GUTTER - 8, lane.height - 1);
    const middle = y(lane);
    if (selected === lane.host) {
      context.fillStyle = palette.select;
      context.fillRect(0, top, 3, lane.height - 1);
    }
    paintHostRole(context, server, 10, middle, palette.faint);
    context.fillStyle = palette.text;
    context.font = "600 12px system-ui, sans-serif";
    context.fillText(cutLabelText(host.name, 14), 29, middle);
  }
  context.fillStyle = palette.line;
  context.fillRect(
    LANE_GUTTER - 8,
    LANE_HEAD,
    1,
    Math.min(height, layout.height + LANE_HEAD - scrolled) - LANE_HEAD,
  );
}

/** A stack of drives for a server, a person for a client. */
function paintHostRole(
  context: CanvasRenderingContext2D,
  server: boolean,
  left: number,
  middle: number,
  color: string,
): void {
  context.fillStyle = color;
  if (server) {
    for (const row of [-6, -1.5, 3]) context.fillRect(left, middle + row, 12, 3.4);
    return;
  }
  context.beginPath();
  context.arc(left + 6, middle - 3.5, 3, 0, Math.PI * 2);
  context.fill();
  context.beginPath();
  context.arc(left + 6, middle + 6.5, 5.5, Math.PI, 0);
  context.fill();
}
