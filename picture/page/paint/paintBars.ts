import { cutMiddleOfText, cutMessageValues } from "../../src/model/shortMessage";
import type { OperationBar } from "../../src/model/Picture";
import type { PaintFrame } from "../geometry/PaintFrame";
import { barBox, LEAST_WIDTH } from "../geometry/barBox";
import { LANE_GUTTER } from "../geometry/LaneLayout";

/** Keeps labels away from the bars. */
export function reserveBars(frame: PaintFrame): void {
  const { view, labels, crowded } = frame;
  if (crowded || view.filter.hidden.has("operations")) return;
  for (const bar of view.picture.bars) {
    if (bar.from > view.range.until || (bar.until ?? Infinity) < view.range.from) continue;
    const box = barBox(frame, bar);
    if (box === undefined) continue;
    const left = Math.max(box[0], LANE_GUTTER);
    labels.take(left, box[1], Math.min(box[0] + box[2], frame.width) - left, box[3]);
  }
}

/** The operations that are in view. */
export function paintBars(frame: PaintFrame): void {
  const { view, width, height, targets, crowded } = frame;
  if (view.filter.hidden.has("operations")) return;
  const { bars, failing } = view.picture;
  const texts: [OperationBar, number, number, number, number][] = [];
  // When crowded, bars of one lane that fall on the same pixels are drawn once.
  const drawnUntil = new Map<string, number>();
  for (const [index, bar] of bars.entries()) {
    if (bar.from > view.range.until || (bar.until ?? Infinity) < view.range.from) continue;
    if (view.filter.key !== undefined && bar.key !== view.filter.key) continue;
    const box = barBox(frame, bar);
    if (box === undefined) continue;
    const [left, top, wide, high] = box;
    if (left > width || left + wide < LANE_GUTTER || top > height || top + high < 0) continue;
    const isFailing = failing?.bar === index && failing.why !== "last";
    const name = `${String(bar.host)} ${String(bar.row)}`;
    if (crowded && wide <= LEAST_WIDTH && !isFailing) {
      if (left < (drawnUntil.get(name) ?? -1)) continue;
      drawnUntil.set(name, left + 2);
    }
    paintBar(frame, bar, box, isFailing, view.selectedBar === index);
    targets.push({ kind: "bar", index, box });
    if (wide > 24 && high > 12 && !crowded) texts.push([bar, left, top, wide, high]);
  }
  for (const text of texts) paintBarText(frame, ...text);
}

function paintBar(
  { context, palette, crowded }: PaintFrame,
  bar: OperationBar,
  [left, top, wide, high]: readonly [number, number, number, number],
  failing: boolean,
  selected: boolean,
): void {
  const [edge, soft] = colorsOfBar(bar, failing, palette);
  context.fillStyle = soft;
  context.strokeStyle = selected ? palette.select : edge;
  context.lineWidth = failing || selected ? 2.4 : 1.2;
  context.globalAlpha = crowded && !failing && !selected ? 0.4 : 1;
  if (wide <= LEAST_WIDTH) {
    context.fillStyle = edge;
    context.fillRect(left, top, failing ? 4 : 2, high);
    context.globalAlpha = 1;
    return;
  }
  if (bar.until === null || bar.status === "unplaced") context.setLineDash([5, 3]);
  context.beginPath();
  context.roundRect(left, top, wide, high, 4);
  context.fill();
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
}

/** Edge and inside of a bar. */
function colorsOfBar(bar: OperationBar, failing: boolean, palette: PaintFrame["palette"]): [string, string] {
  if (failing || bar.status === "impossible") return [palette.bad, palette["bad-soft"]];
  switch (bar.status) {
    case "placed":
      return [palette.good, palette["good-soft"]];
    case "unplaced":
      return [palette.unplaced, palette["unplaced-soft"]];
    case "threw":
      return [palette.bad, palette["plain-soft"]];
    case "unknown":
    case "plain":
      return [palette.plain, palette["plain-soft"]];
  }
}

/** Pixels; where letters are not measured, they are taken for wider than they are. */
const LEAST_LETTER = 6.1;

/** The text in the bar, and after that the point where the operation can take effect. */
function paintBarText(
  { context, palette, width, x }: PaintFrame,
  bar: OperationBar,
  left: number,
  top: number,
  wide: number,
  high: number,
): void {
  const start = Math.max(left, LANE_GUTTER);
  const end = Math.min(left + wide, width);
  const point = bar.effect === null ? undefined : x(bar.effect);
  // The text stands on the longer side of the point.
  const inside = point !== undefined && point > start + 4 && point < end - 4;
  const [from, until] = !inside
    ? [start + (point !== undefined && point <= start + 4 ? 12 : 6), end - 6]
    : point - start > end - point
      ? [start + 6, point - 12]
      : [point + 12, end - 6];
  context.font = "11px ui-monospace, monospace";
  const letters = Math.floor((until - from) / Math.max(LEAST_LETTER, context.measureText("m").width));
  if (letters < 4) return;
  context.save();
  context.beginPath();
  context.rect(from, top, until - from, high);
  context.clip();
  context.textBaseline = "middle";
  context.textAlign = "left";
  context.fillStyle = palette.text;
  context.fillText(textInBar(bar.text, letters), from, top + high / 2 + 0.5);
  context.restore();
}

/** As much as fits: long values are cut first. */
function textInBar(text: string, letters: number): string {
  if (text.length <= letters) return text;
  return cutMiddleOfText(cutMessageValues(text, Math.max(9, Math.floor(letters / 2))), letters);
}
