import { isArrowVisible } from "../../src/model/filterPicture";
import type { Arrow } from "../../src/model/Picture";
import { shortMessage } from "../../src/model/shortMessage";
import { arrowLine } from "../arrowLine";
import type { Frame } from "../Frame";
import { GUTTER } from "../Layout";

/** Up to so many arrows get labels, and up to so many faulty ones are drawn when the view is crowded. */
const LABELLED = 130;
const FAULTY_WHEN_CROWDED = 300;

/** Arrows that are in view, as places in the picture's list. */
export function arrowsInView(frame: Pick<Frame, "view" | "x" | "width">): number[] {
  const { view, x, width } = frame;
  const [from, until] = [view.range.from, view.range.until];
  const found: number[] = [];
  view.picture.arrows.forEach((arrow, index) => {
    if (arrow.ended < from || arrow.sent > until) {
      // Messages that got nowhere are drawn a little longer than they lived.
      if (arrow.sent > until || x(arrow.ended) < GUTTER - 60 || x(arrow.sent) > width) return;
    }
    if (isArrowVisible(arrow, view.visible)) found.push(index);
  });
  return found;
}

/** Draws the messages: faulty ones last, so that they lie above the others. */
export function paintArrows(frame: Frame, indices: readonly number[]): void {
  const { view, crowded, targets } = frame;
  const { arrows } = view.picture;
  const outstanding = (arrow: Arrow): boolean =>
    arrow.fault > 0 || arrow.id === view.selectedCall || arrow.id === view.hoveredCall;
  const special = ({ fate, leg }: Arrow): boolean => fate !== "arrived" || leg === "copy";
  const alpha = Math.max(0.4, Math.min(1, 260 / Math.max(1, indices.length)));
  const specials = indices.filter((index) => arrows[index] !== undefined && special(arrows[index])).length;
  const specialAlpha = Math.max(0.35, Math.min(1, 70 / Math.max(1, specials)));
  const chosen = crowded
    ? indices
        .filter((index) => arrows[index] !== undefined && outstanding(arrows[index]))
        .slice(0, FAULTY_WHEN_CROWDED)
    : indices;
  const rank = (arrow: Arrow): number => (outstanding(arrow) ? 2 : special(arrow) ? 1 : 0);
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
    if (arrow.fate === "lost") frame.labels.take(line[2] - 7, line[3] - 7, arrow.fault > 0 ? 16 : 14, 14);
    paintArrow(frame, arrow, line, strong, strong ? 1 : special(arrow) ? specialAlpha : alpha);
    targets.push({ kind: "arrow", index, line });
  }
  if (indices.length <= LABELLED) paintLabels(frame, [...sorted].reverse());
}

function paintArrow(
  { context, palette, view, crowded }: Frame,
  arrow: Arrow,
  [x0, y0, x1, y1]: readonly [number, number, number, number],
  strong: boolean,
  alpha: number,
): void {
  const color = colorOf(arrow, palette);
  const chosen = arrow.id === view.selectedCall || arrow.id === view.hoveredCall;
  context.globalAlpha = alpha;
  if (strong && (chosen || !crowded)) {
    context.strokeStyle = chosen ? palette.select : palette.fault;
    context.globalAlpha = 0.3;
    context.lineWidth = 7;
    stroke(context, x0, y0, x1, y1);
    context.globalAlpha = 1;
  }
  context.strokeStyle = color;
  context.fillStyle = color;
  context.lineWidth = strong && !crowded ? 2.2 : 1.3;
  if (arrow.leg === "reply") context.setLineDash([6, 3]);
  if (arrow.fate === "open") context.setLineDash([2, 4]);
  stroke(context, x0, y0, x1, y1);
  context.setLineDash([]);
  if (arrow.fate === "lost") cross(context, x1, y1, strong ? 6 : 5);
  else if (arrow.fate === "nobody") ring(context, x1, y1, palette.ground);
  else if (arrow.fate !== "open") head(context, x0, y0, x1, y1);
  context.globalAlpha = 1;
}

function colorOf({ fate, leg }: Arrow, palette: Frame["palette"]): string {
  if (fate === "lost" || fate === "nobody") return palette.fault;
  if (fate === "late") return palette.late;
  if (leg === "copy") return palette.copy;
  return leg === "request" ? palette.request : palette.reply;
}

/** Labels beside the middles of arrows, as long as there is room; the arrows that stand out first. */
function paintLabels(
  { context, view, palette, labels, width, targets }: Frame,
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
    const text = labelOf(arrow, view.picture.events);
    const wide = context.measureText(text).width;
    const [x0, y0, x1, y1] = line;
    for (const part of [0.5, 0.3, 0.7, 0.16]) {
      const left = x0 + (x1 - x0) * part + 7;
      const top = y0 + (y1 - y0) * part - 7;
      if (left < GUTTER || left + wide > width) continue;
      if (!labels.tryTake(left - 1, top, wide + 4, 14)) continue;
      context.lineWidth = 3;
      context.strokeStyle = palette.ground;
      context.lineJoin = "round";
      context.strokeText(text, left, top + 7.5);
      context.fillStyle = colorOf(arrow, palette);
      context.fillText(text, left, top + 7.5);
      break;
    }
  }
}

function labelOf(
  { leg, fate, sentEvent, endEvent }: Arrow,
  events: Frame["view"]["picture"]["events"],
): string {
  const text = shortMessage((events[sentEvent] ?? events[endEvent])?.text ?? "");
  const what = leg === "reply" ? text.replace(/^[\w$]+ (?=.)/, "") : text;
  if (fate === "lost") return `${leg} LOST: ${what}`;
  if (fate === "late") return `too late: ${what}`;
  if (fate === "nobody") return `nobody takes ${what}`;
  return leg === "copy" ? `once more: ${what}` : what;
}

function stroke(context: CanvasRenderingContext2D, x0: number, y0: number, x1: number, y1: number): void {
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
}

function head(context: CanvasRenderingContext2D, x0: number, y0: number, x1: number, y1: number): void {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const length = Math.hypot(dx, dy);
  if (length === 0) return;
  const [ux, uy] = [dx / length, dy / length];
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x1 - 8 * ux - 3.4 * uy, y1 - 8 * uy + 3.4 * ux);
  context.lineTo(x1 - 8 * ux + 3.4 * uy, y1 - 8 * uy - 3.4 * ux);
  context.fill();
}

function cross(context: CanvasRenderingContext2D, x: number, y: number, size: number): void {
  context.lineWidth = 2.4;
  stroke(context, x - size, y - size, x + size, y + size);
  stroke(context, x - size, y + size, x + size, y - size);
}

function ring(context: CanvasRenderingContext2D, x: number, y: number, ground: string): void {
  context.beginPath();
  context.arc(x, y, 4.5, 0, Math.PI * 2);
  context.fillStyle = ground;
  context.fill();
  context.lineWidth = 2;
  context.stroke();
}
