import type { MessageArrow } from "../../src/model/Picture";
import type { PaintFrame } from "./PaintFrame";
import { HALF_BAR } from "./LaneLayout";

/** How far a message that does not arrive is drawn: a part of its way. */
const LOST_AT = 0.52;
const STOPPED_AT = 0.82;

/** The line of an arrow in pixels; undefined when one of its hosts has no lane. */
export function arrowLine(
  frame: PaintFrame,
  arrow: MessageArrow,
): [number, number, number, number] | undefined {
  const from = frame.lane(arrow.from);
  const to = frame.lane(arrow.to);
  if (from === undefined || to === undefined) return undefined;
  const [startX, startY, endY] = [frame.x(arrow.sent), frame.y(from), frame.y(to)];
  const down = Math.sign(endY - startY);
  const away = Math.abs(endY - startY);
  let endX = frame.x(arrow.ended);
  let part = 1;
  if (arrow.arrival === "lost") part = arrow.ended > arrow.sent ? STOPPED_AT : LOST_AT;
  if (arrow.arrival === "nobody" || arrow.arrival === "open") part = STOPPED_AT;
  if (part < 1) part = arrowBetweenLanes(frame, startY, endY, part);
  // What vanished as it was sent, or never came to an end, leans as far as a short way would.
  const nowhere = arrow.ended <= arrow.sent || arrow.arrival === "nobody" || arrow.arrival === "open";
  if (part < 1 && nowhere) endX = startX + Math.min(46, Math.max(14, away * 0.35));
  if (away === 0) return [startX, startY, startX + (endX - startX) * part, startY];
  // Ends stop at the bars, so that the heads are seen.
  const room = (host: number): number =>
    Math.min(away / 3, frame.view.picture.hosts[host]?.role === "client" ? HALF_BAR + 1 : 5);
  const begin = room(arrow.from) / away;
  const end = part < 1 ? part : 1 - room(arrow.to) / away;
  const slope = endX - startX;
  return [
    startX + slope * begin,
    startY + down * away * begin,
    startX + slope * end,
    startY + down * away * end,
  ];
}

/** The part of the way nearest to the wished one that lies between two lanes, where no bar hides it. */
function arrowBetweenLanes(
  { layout, lane, y }: PaintFrame,
  startY: number,
  endY: number,
  wished: number,
): number {
  const away = endY - startY;
  if (away === 0) return wished;
  const first = layout.lanes[0];
  const top = first === undefined ? undefined : lane(first.host);
  if (top === undefined) return wished;
  const origin = y(top) - top.line;
  let best = wished;
  let least = Infinity;
  for (const { top: edge, height, line } of layout.lanes) {
    for (const gap of [origin + edge, origin + (edge + height + line + HALF_BAR) / 2]) {
      const part = (gap - startY) / away;
      if (part < 0.12 || part > 0.9 || Math.abs(part - wished) >= least) continue;
      least = Math.abs(part - wished);
      best = part;
    }
  }
  return best;
}
