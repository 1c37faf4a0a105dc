import { isArrowVisible } from "../../src/model/filterPicture";
import type { MessageArrow } from "../../src/model/Picture";
import { arrowLine } from "../geometry/arrowLine";
import type { PaintFrame } from "../geometry/PaintFrame";
import { LANE_GUTTER } from "../geometry/LaneLayout";
import { arrowColor } from "./arrowColor";
import { arrowCross, arrowHead, arrowRing, strokeLine } from "./arrowEnds";
import { paintArrowLabels } from "./paintArrowLabels";

/** Up to so many arrows get labels; with more of them, those that stand out. */
const LABELLED = 60;
/** Up to so many faulty arrows are drawn when the view is crowded. */
const FAULTY_WHEN_CROWDED = 300;

/** Arrows that are in view, as places in the picture's list. */
export function arrowsInView(frame: Pick<PaintFrame, "view" | "x" | "width">): number[] {
  const { view, x, width } = frame;
  const [from, until] = [view.range.from, view.range.until];
  const found: number[] = [];
  view.picture.arrows.forEach((arrow, index) => {
    if (arrow.ended < from || arrow.sent > until) {
      // Messages that got nowhere are drawn a little longer than they lived.
      if (arrow.sent > until || x(arrow.ended) < LANE_GUTTER - 60 || x(arrow.sent) > width) return;
    }
    if (isArrowVisible(arrow, view.visible)) found.push(index);
  });
  return found;
}

/** Draws the messages: faulty ones last, so that they lie above the others. */
export function paintArrows(frame: PaintFrame, indices: readonly number[]): void {
  const { view, crowded, targets } = frame;
  const { arrows } = view.picture;
  const outstanding = (arrow: MessageArrow): boolean => arrow.fault > 0 || view.standsOut(arrow.id);
  const special = ({ arrival, leg }: MessageArrow): boolean => arrival !== "arrived" || leg === "copy";
  const alpha = Math.max(0.4, Math.min(1, 260 / Math.max(1, indices.length)));
  const specials = indices.filter((index) => arrows[index] !== undefined && special(arrows[index])).length;
  const specialAlpha = Math.max(0.35, Math.min(1, 70 / Math.max(1, specials)));
  const chosen = crowded
    ? indices
        .filter((index) => arrows[index] !== undefined && outstanding(arrows[index]))
        .slice(0, FAULTY_WHEN_CROWDED)
    : indices;
  const rank = (arrow: MessageArrow): number => (outstanding(arrow) ? 2 : special(arrow) ? 1 : 0);
  const sorted = [...chosen].sort((a, b) => {
    const [first, second] = [arrows[a], arrows[b]];
    return first === undefined || second === undefined ? 0 : rank(first) - rank(second);
  });
  for (const index of sorted) {
    const arrow = arrows[index];
    const line = arrow === undefined ? undefined : arrowLine(frame, arrow);
    if (arrow === undefined || line === undefined) continue;
    const strong = outstanding(arrow);
    // Crosses and numbers of faults need room before labels do.
    if (arrow.arrival === "lost") frame.labels.take(line[2] - 7, line[3] - 7, arrow.fault > 0 ? 16 : 14, 14);
    paintArrow(frame, arrow, line, strong, strong ? 1 : special(arrow) ? specialAlpha : alpha);
    targets.push({ kind: "arrow", index, line });
  }
  const labelled = sorted.filter((index) => {
    const arrow = arrows[index];
    return arrow !== undefined && (indices.length <= LABELLED || (outstanding(arrow) && !crowded));
  });
  paintArrowLabels(frame, labelled.reverse());
}

function paintArrow(
  { context, palette, view, crowded }: PaintFrame,
  arrow: MessageArrow,
  [x0, y0, x1, y1]: readonly [number, number, number, number],
  strong: boolean,
  alpha: number,
): void {
  const color = arrowColor(arrow, palette);
  const chosen = view.standsOut(arrow.id);
  context.globalAlpha = alpha;
  if (strong && (chosen || !crowded)) {
    context.strokeStyle = chosen ? palette.select : palette.fault;
    context.globalAlpha = 0.3;
    context.lineWidth = 7;
    strokeLine(context, x0, y0, x1, y1);
    context.globalAlpha = 1;
  }
  context.strokeStyle = color;
  context.fillStyle = color;
  context.lineWidth = strong && !crowded ? 2.2 : 1.3;
  if (arrow.leg === "reply") context.setLineDash([6, 3]);
  if (arrow.arrival === "open") context.setLineDash([2, 4]);
  strokeLine(context, x0, y0, x1, y1);
  context.setLineDash([]);
  if (arrow.arrival === "lost") arrowCross(context, x1, y1, strong ? 6 : 5);
  else if (arrow.arrival === "nobody") arrowRing(context, x1, y1, palette.ground);
  else if (arrow.arrival !== "open") arrowHead(context, x0, y0, x1, y1);
  context.globalAlpha = 1;
}
