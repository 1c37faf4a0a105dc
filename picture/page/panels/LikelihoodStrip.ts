import { LANE_GUTTER } from "../geometry/LaneLayout";
import { readPalette } from "../geometry/Palette";
import { pageElement } from "../view/pageElement";
import type { PictureView } from "../view/PictureView";

/** Pixels. */
const [HEIGHT, ABOVE, BELOW] = [58, 8, 6];
/** As wide as the room that the stage leaves for a scroll bar. */
const SCROLL_BAR = 14;

type Likelihood = NonNullable<PictureView["picture"]["record"]["likelihood"]>;
type Point = Likelihood["points"][number];

/** How likely the failure was from each moment on, above the same moments of the diagram. */
export class LikelihoodStrip {
  readonly root: HTMLElement;
  readonly #view: PictureView;
  readonly #points: readonly Point[];
  readonly #canvas = pageElement("canvas", {});
  #width = 0;

  constructor(view: PictureView, { text, points }: Likelihood) {
    this.#view = view;
    this.#points = points;
    this.#canvas.setAttribute("role", "img");
    this.#canvas.setAttribute("aria-label", `likelihood of the failure over time. ${text}`);
    this.root = pageElement("section", { class: "likelihood" }, pageElement("p", {}, text), this.#canvas);
    view.subscribe((change) => {
      if (change === "range" || change === "scale" || change === "theme") this.#draw();
    });
    new ResizeObserver(() => {
      this.#width = Math.floor(this.root.clientWidth) - SCROLL_BAR;
      this.#draw();
    }).observe(this.root);
  }

  #draw(): void {
    if (this.#width <= LANE_GUTTER) return;
    const dense = Math.min(2, window.devicePixelRatio);
    this.#canvas.width = this.#width * dense;
    this.#canvas.height = HEIGHT * dense;
    this.#canvas.style.width = `${String(this.#width)}px`;
    const context = this.#canvas.getContext("2d");
    if (context === null) return;
    context.scale(dense, dense);
    const palette = readPalette();
    context.font = "11px system-ui, sans-serif";
    context.textBaseline = "middle";
    for (const [part, text] of [
      [1, "certain"],
      [0, "0 %"],
    ] as const) {
      context.fillStyle = palette.faint;
      context.textAlign = "right";
      context.fillText(text, LANE_GUTTER - 12, yOf(part));
      context.fillStyle = palette.lane;
      context.fillRect(LANE_GUTTER - 8, yOf(part), this.#width - LANE_GUTTER + 8, 1);
    }
    context.textAlign = "left";
    context.fillStyle = palette.faint;
    context.fillText("failure", 10, HEIGHT / 2);
    context.beginPath();
    context.rect(LANE_GUTTER - 8, 0, this.#width - LANE_GUTTER + 8, HEIGHT);
    context.clip();
    this.#drawBand(context, palette["bad-soft"]);
    this.#drawCurve(context, palette.bad);
  }

  #drawBand(context: CanvasRenderingContext2D, color: string): void {
    context.fillStyle = color;
    context.beginPath();
    for (const [x, y] of this.#line("high")) context.lineTo(x, y);
    for (const [x, y] of this.#line("low").reverse()) context.lineTo(x, y);
    context.fill();
  }

  #drawCurve(context: CanvasRenderingContext2D, color: string): void {
    context.strokeStyle = color;
    context.fillStyle = color;
    context.lineWidth = 1.6;
    context.beginPath();
    for (const [x, y] of this.#line("part")) context.lineTo(x, y);
    context.stroke();
    for (const { at, part } of this.#points) {
      context.beginPath();
      context.arc(this.#x(at), yOf(part), 2.4, 0, 2 * Math.PI);
      context.fill();
    }
  }

  /** Where the curve goes: with a draw it jumps at once to what the next point has, if nothing else lies between. */
  #line(of: "part" | "low" | "high"): [x: number, y: number][] {
    return this.#points.flatMap((point, i) => {
      const x = this.#x(point.at);
      const next = point.step ? this.#points[i + 1] : undefined;
      const here: [number, number] = [x, yOf(point[of])];
      return next === undefined ? [here] : [here, [x, yOf(next[of])]];
    });
  }

  /** Where the stage has this moment. */
  #x(ms: number): number {
    const { axis, range } = this.#view;
    const [from, until] = [axis.place(range.from), axis.place(range.until)];
    const part = (axis.place(ms) - from) / Math.max(until - from, 1e-9);
    return LANE_GUTTER + part * (this.#width - LANE_GUTTER);
  }
}

function yOf(part: number): number {
  return ABOVE + (1 - part) * (HEIGHT - ABOVE - BELOW);
}
