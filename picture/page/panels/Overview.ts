import { pageElement } from "../view/pageElement";
import { readPalette } from "../geometry/Palette";
import type { PictureView } from "../view/PictureView";

const HEIGHT = 34;

/** The whole run in a strip: how much happens when, where faults are, and which part is in view. */
export class Overview {
  readonly root: HTMLElement;
  readonly #view: PictureView;
  readonly #canvas = pageElement("canvas", { "aria-hidden": "true" });
  readonly #window = pageElement("div", { class: "window" });
  #width = 0;

  /** @param center brings a moment to the middle of the view; virtual ms */
  constructor(view: PictureView, center: (ms: number) => void) {
    this.#view = view;
    this.root = pageElement(
      "div",
      { class: "overview", title: "the whole run; drag to move" },
      this.#canvas,
      this.#window,
    );
    view.subscribe((change) => {
      if (change === "range") this.#place();
      if (change === "filter" || change === "scale" || change === "theme" || change === "search")
        this.#draw();
    });
    new ResizeObserver(() => {
      this.#width = Math.floor(this.root.clientWidth);
      this.#draw();
      this.#place();
    }).observe(this.root);
    const go = (event: PointerEvent): void => {
      const part = (event.clientX - this.root.getBoundingClientRect().left) / Math.max(1, this.#width);
      center(view.axis.time(part * view.axis.length));
    };
    this.root.addEventListener("pointerdown", (event) => {
      this.root.setPointerCapture(event.pointerId);
      go(event);
    });
    this.root.addEventListener("pointermove", (event) => {
      if (event.buttons !== 0) go(event);
    });
  }

  #x(ms: number): number {
    return (this.#view.axis.place(ms) / this.#view.axis.length) * this.#width;
  }

  #place(): void {
    const { from, until } = this.#view.range;
    const left = Math.max(0, this.#x(from));
    const right = Math.min(this.#width, this.#x(until));
    this.#window.style.left = `${left.toFixed(1)}px`;
    this.#window.style.width = `${Math.max(6, right - left).toFixed(1)}px`;
  }

  #draw(): void {
    if (this.#width === 0) return;
    const { picture, visible, matches } = this.#view;
    const palette = readPalette();
    const dense = Math.min(2, window.devicePixelRatio);
    this.#canvas.width = this.#width * dense;
    this.#canvas.height = HEIGHT * dense;
    const context = this.#canvas.getContext("2d");
    if (context === null) return;
    context.scale(dense, dense);
    const columns = new Uint32Array(Math.ceil(this.#width / 2) + 1);
    const column = (at: number): number => Math.floor(this.#x(picture.events[at]?.at ?? 0) / 2);
    for (const at of visible.events) columns[column(at)] = (columns[column(at)] ?? 0) + 1;
    const most = columns.reduce((highest, count) => Math.max(highest, count), 1);
    context.fillStyle = palette.request;
    columns.forEach((count, i) => {
      const high = Math.sqrt(count / most) * (HEIGHT - 10);
      if (count > 0) context.fillRect(i * 2, HEIGHT - high, 1.5, high);
    });
    context.fillStyle = palette.match;
    let last = -1;
    for (const at of matches) {
      if (column(at) === last) continue;
      last = column(at);
      context.fillRect(last * 2, HEIGHT - 8, 2, 8);
    }
    const bar = picture.bars[picture.failing?.bar ?? -1];
    if (bar !== undefined) {
      const left = this.#x(bar.from);
      context.fillStyle = palette.bad;
      context.fillRect(left, 0, Math.max(4, this.#x(bar.until ?? picture.until) - left), 10);
    }
    context.fillStyle = palette.fault;
    for (const { at } of picture.faults) context.fillRect(this.#x(at) - 1, 2, 2, 12);
  }
}
