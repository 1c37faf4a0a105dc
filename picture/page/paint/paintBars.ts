import { cutMiddle, cutValues } from "../../src/model/shortMessage";
import type { Bar } from "../../src/model/Picture";
import type { Frame } from "../Frame";
import { GUTTER, HALF_BAR } from "../Layout";

/** A bar that is shorter is drawn as a stroke without text. */
const LEAST_WIDTH = 4;
/** With more points than this in view, their numbers are left out. */
const NUMBERED = 60;

/** The box of a bar in pixels: left, top, width, height; undefined when its host has no lane. */
export function barBox(frame: Frame, bar: Bar): [number, number, number, number] | undefined {
  const lane = frame.lane(bar.host);
  if (lane === undefined) return undefined;
  const half = lane.row === 0 ? HALF_BAR : Math.max(2, Math.min(HALF_BAR, lane.row / 2 - 1));
  const left = frame.x(bar.from);
  const right = bar.until === null ? Math.max(frame.width + 20, left + 40) : frame.x(bar.until);
  return [left, frame.y(lane) + bar.row * lane.row - half, Math.max(LEAST_WIDTH, right - left), half * 2];
}

/** Keeps labels away from the bars. */
export function reserveBars(frame: Frame): void {
  const { view, labels, crowded } = frame;
  if (crowded || view.filter.hidden.has("operations")) return;
  for (const bar of view.picture.bars) {
    if (bar.from > view.range.until || (bar.until ?? Infinity) < view.range.from) continue;
    const box = barBox(frame, bar);
    if (box === undefined) continue;
    const left = Math.max(box[0], GUTTER);
    labels.take(left, box[1], Math.min(box[0] + box[2], frame.width) - left, box[3]);
  }
}

/** The operations that are in view. */
export function paintBars(frame: Frame): void {
  const { view, width, height, targets, crowded } = frame;
  if (view.filter.hidden.has("operations")) return;
  const { bars, failing } = view.picture;
  const texts: [Bar, number, number, number, number][] = [];
  // When crowded, bars of one lane that fall on the same pixels are drawn once.
  const drawnUntil = new Map<string, number>();
  for (const [index, bar] of bars.entries()) {
    if (bar.from > view.range.until || (bar.until ?? Infinity) < view.range.from) continue;
    if (view.filter.key >= 0 && bar.key !== view.filter.key) continue;
    const box = barBox(frame, bar);
    if (box === undefined) continue;
    const [left, top, wide, high] = box;
    if (left > width || left + wide < GUTTER || top > height || top + high < 0) continue;
    const isFailing = failing?.bar === index;
    const name = `${String(bar.host)} ${String(bar.row)}`;
    if (crowded && wide <= LEAST_WIDTH && !isFailing) {
      if (left < (drawnUntil.get(name) ?? -1)) continue;
      drawnUntil.set(name, left + 2);
    }
    paintBar(frame, bar, box, isFailing, view.barOfEvent.get(view.selected) === index);
    targets.push({ kind: "bar", index, box });
    if (wide > 24 && high > 12 && !crowded) texts.push([bar, left, top, wide, high]);
  }
  for (const text of texts) paintText(frame, ...text);
}

function paintBar(
  { context, palette, crowded }: Frame,
  bar: Bar,
  [left, top, wide, high]: readonly [number, number, number, number],
  failing: boolean,
  selected: boolean,
): void {
  const [edge, soft] = colors(bar, failing, palette);
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
function colors(bar: Bar, failing: boolean, palette: Frame["palette"]): [string, string] {
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

/** The text in the bar, and after that the point where the operation can take effect. */
function paintText(
  { context, palette, width, x }: Frame,
  bar: Bar,
  left: number,
  top: number,
  wide: number,
  high: number,
): void {
  const start = Math.max(left, GUTTER);
  const end = Math.min(left + wide, width);
  const point = bar.effect === null ? undefined : x(bar.effect);
  // The text stands on the longer side of the point.
  const inside = point !== undefined && point > start + 4 && point < end - 4;
  const [from, until] = !inside
    ? [start + (point !== undefined && point <= start + 4 ? 12 : 6), end - 6]
    : point - start > end - point
      ? [start + 6, point - 12]
      : [point + 12, end - 6];
  const letters = Math.floor((until - from) / 6.1);
  if (letters < 4) return;
  context.save();
  context.beginPath();
  context.rect(from, top, until - from, high);
  context.clip();
  context.font = "11px ui-monospace, monospace";
  context.textBaseline = "middle";
  context.textAlign = "left";
  context.fillStyle = palette.text;
  context.fillText(textIn(bar.text, letters), from, top + high / 2 + 0.5);
  context.restore();
}

/** As much as fits: long values are cut first. */
function textIn(text: string, letters: number): string {
  if (text.length <= letters) return text;
  return cutMiddle(cutValues(text, Math.max(9, Math.floor(letters / 2))), letters);
}

/** The points where operations take effect, with their numbers in the order that was found. */
export function paintEffects(frame: Frame): void {
  const { context, view, palette, width, height, x, crowded } = frame;
  if (view.filter.hidden.has("operations") || crowded) return;
  const { from, until } = view.range;
  const shown = view.picture.bars.filter(
    ({ effect }) => effect !== null && effect >= from && effect <= until,
  );
  for (const bar of shown) {
    if (bar.effect === null) continue;
    if (view.filter.key >= 0 && bar.key !== view.filter.key) continue;
    const box = barBox(frame, bar);
    const at = x(bar.effect);
    if (box === undefined || at < GUTTER || at > width || box[1] > height) continue;
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
