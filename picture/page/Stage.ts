import { select } from "d3-selection";
import { zoom, zoomIdentity, type D3ZoomEvent, type ZoomBehavior, type ZoomTransform } from "d3-zoom";
import { element } from "./element";
import { FailureMark } from "./FailureMark";
import type { Frame, Target } from "./Frame";
import { hitTest } from "./hitTest";
import { LabelPlaces } from "./LabelPlaces";
import { GUTTER, HEAD, layOut, type Layout } from "./Layout";
import { readPalette, type Palette } from "./Palette";
import { paintFrame } from "./paintFrame";
import { Tooltip } from "./Tooltip";
import type { Change, Range, View } from "./View";

const MARGIN = 26;
/** The closest view: the usual pause between two events is that many pixels wide. */
const CLOSEST = 420;

/** The diagram: a canvas that draws what is in view and nothing else, zoomed and moved by d3-zoom. */
export class Stage {
  readonly root: HTMLElement;
  readonly #view: View;
  readonly #canvas = element("canvas", { class: "canvas", "aria-hidden": "true" });
  readonly #spacer = element("div", { class: "spacer" });
  readonly #scroller: HTMLElement;
  readonly #zoom: ZoomBehavior<HTMLCanvasElement, unknown> = zoom<HTMLCanvasElement, unknown>();
  readonly #mark: FailureMark;
  readonly #tooltip = new Tooltip();
  #palette: Palette;
  #transform: ZoomTransform = zoomIdentity;
  #layout: Layout;
  #width = 0;
  #height = 0;
  #targets: Target[] = [];
  #asked = false;
  #frames = 0;
  #wanted: Range | undefined;

  constructor(view: View) {
    this.#view = view;
    this.#palette = readPalette();
    this.#layout = layOut(view, 0);
    this.#mark = new FailureMark(view);
    this.#scroller = element("div", { class: "scroller" }, this.#canvas, this.#spacer);
    this.root = element("section", { class: "stage", "aria-label": "space-time diagram" }, this.#scroller);
    this.root.append(this.#mark.root, this.#tooltip.root);
    this.#listenToPointer();
    this.#scroller.addEventListener("scroll", () => this.#ask());
    view.listen((change) => this.#follow(change));
    new ResizeObserver(() => this.#resize()).observe(this.root);
  }

  /** Brings a part of the run into view. */
  show(range: Range): void {
    this.#wanted = range;
    if (this.#width === 0) return;
    const [from, until] = [this.#base(range.from), this.#base(range.until)];
    const room = this.#width - GUTTER - 2 * MARGIN;
    const wide = Math.max(until - from, 1e-6);
    const [least, most] = this.#zoom.scaleExtent();
    const k = Math.min(Math.max(room / wide, least), most);
    const wished = (GUTTER + this.#width) / 2 - (k * (from + until)) / 2;
    // The run fills the view; there is nothing to see before and after it.
    const x = Math.max(this.#width * (1 - k), Math.min(GUTTER * (1 - k), wished));
    this.#zoom.transform(select(this.#canvas), zoomIdentity.translate(x, 0).scale(k));
  }

  /** Zooms by a factor around the selected event if it is in view, else around the middle. */
  zoomBy(factor: number): void {
    const event = this.#view.picture.events[this.#view.selected];
    const at = event === undefined ? -1 : this.#x(event.at);
    const center = at > GUTTER && at < this.#width ? at : (GUTTER + this.#width) / 2;
    this.#zoom.scaleBy(select(this.#canvas), factor, [center, 0]);
  }

  /** Moves the view by a part of its width. */
  moveBy(part: number): void {
    const pixels = (part * (this.#width - GUTTER)) / this.#transform.k;
    this.#zoom.translateBy(select(this.#canvas), -pixels, 0);
  }

  #base(ms: number): number {
    const { axis } = this.#view;
    const room = this.#width - GUTTER - 2 * MARGIN;
    return GUTTER + MARGIN + (axis.place(ms) / axis.length) * room;
  }

  #x(ms: number): number {
    return this.#transform.applyX(this.#base(ms));
  }

  #time(pixel: number): number {
    const { axis } = this.#view;
    const room = this.#width - GUTTER - 2 * MARGIN;
    return axis.time(((this.#transform.invertX(pixel) - GUTTER - MARGIN) / room) * axis.length);
  }

  #follow(change: Change): void {
    // It tells of that itself, when it has drawn.
    if (change === "range") return;
    if (change === "theme") this.#palette = readPalette();
    if (change === "filter") this.#relayout();
    if (change === "scale") {
      const range = { ...this.#view.range };
      this.#limit();
      this.show(range);
    }
    if (change === "reveal") this.#reveal();
    this.#ask();
  }

  /** Moves as little as is needed to have the selected event in view. */
  #reveal(): void {
    const { picture, selected } = this.#view;
    const event = picture.events[selected];
    if (event === undefined || this.#width === 0) return;
    const at = this.#x(event.at);
    const edge = Math.min(90, (this.#width - GUTTER) / 5);
    const shift =
      at < GUTTER + edge ? GUTTER + edge * 2 - at : at > this.#width - edge ? this.#width - edge * 2 - at : 0;
    if (shift !== 0) this.#zoom.translateBy(select(this.#canvas), shift / this.#transform.k, 0);
    const lane = this.#layout.lanes.find(({ host }) => host === picture.eventHosts[selected]);
    if (lane === undefined) return;
    const top = this.#scroller.scrollTop;
    const room = this.#height - HEAD;
    if (lane.top < top) this.#scroller.scrollTop = lane.top;
    else if (lane.top + lane.height > top + room) this.#scroller.scrollTop = lane.top + lane.height - room;
  }

  #resize(): void {
    const { width, height } = this.root.getBoundingClientRect();
    if (width === 0 || height === 0) return;
    const range = this.#wanted ?? { ...this.#view.range };
    const dense = Math.min(2, window.devicePixelRatio);
    this.#width = Math.floor(width) - 14;
    this.#height = Math.floor(height);
    this.#canvas.width = this.#width * dense;
    this.#canvas.height = this.#height * dense;
    this.#canvas.style.width = `${String(this.#width)}px`;
    this.#canvas.style.height = `${String(this.#height)}px`;
    this.#relayout();
    this.#limit();
    this.show(range);
    this.#ask();
  }

  #relayout(): void {
    this.#layout = layOut(this.#view, this.#height);
    this.#spacer.style.height = `${String(Math.max(0, this.#layout.height + HEAD - this.#height))}px`;
  }

  #limit(): void {
    const { axis, scale } = this.#view;
    const area: [[number, number], [number, number]] = [
      [GUTTER, 0],
      [this.#width, this.#height],
    ];
    const closest = (axis.length * (scale === "pauses" ? CLOSEST : CLOSEST * 8)) / Math.max(1, this.#width);
    this.#zoom
      .extent(area)
      .translateExtent(area)
      .scaleExtent([1, Math.max(8, closest)]);
  }

  #listenToPointer(): void {
    let lastY = 0;
    this.#zoom
      .on("start", ({ sourceEvent }: D3ZoomEvent<HTMLCanvasElement, unknown>) => {
        if (sourceEvent instanceof MouseEvent) lastY = sourceEvent.clientY;
      })
      .on("zoom", ({ transform, sourceEvent }: D3ZoomEvent<HTMLCanvasElement, unknown>) => {
        this.#transform = transform;
        if (sourceEvent !== null) this.#wanted = undefined;
        if (sourceEvent instanceof MouseEvent && sourceEvent.type === "mousemove") {
          this.#scroller.scrollTop += lastY - sourceEvent.clientY;
          lastY = sourceEvent.clientY;
        }
        this.#ask();
      });
    select(this.#canvas).call(this.#zoom).on("dblclick.zoom", null);
    // A wheel that turns sideways, or with Shift, moves in time; d3-zoom alone would zoom.
    this.#zoom.filter(
      (event: Event) =>
        !(event instanceof WheelEvent && (event.shiftKey || isSideways(event))) && !isSecond(event),
    );
    this.#canvas.addEventListener(
      "wheel",
      (event) => {
        if (!event.shiftKey && !isSideways(event)) return;
        event.preventDefault();
        const pixels = isSideways(event) ? event.deltaX : event.deltaY;
        this.#wanted = undefined;
        this.#zoom.translateBy(select(this.#canvas), -pixels / this.#transform.k, 0);
      },
      { passive: false },
    );
    this.#canvas.addEventListener("pointermove", (event) => this.#hover(event));
    this.#canvas.addEventListener("pointerleave", () => this.#leave());
    this.#canvas.addEventListener("click", (event) => this.#click(event));
  }

  #hover(event: PointerEvent): void {
    if (event.buttons !== 0) return this.#leave();
    const hit = hitTest(this.#targets, event.offsetX, event.offsetY);
    const arrow = hit?.kind === "arrow" ? this.#view.picture.arrows[hit.index] : undefined;
    const call = arrow?.id ?? 0;
    this.#canvas.style.cursor = hit === undefined || hit.kind === "shade" ? "grab" : "pointer";
    if (hit === undefined) this.#tooltip.hide();
    else this.#tooltip.show(this.#view, hit, event.offsetX, event.offsetY, this.#width, this.#height);
    if (call === this.#view.hoveredCall) return;
    this.#view.hoveredCall = call;
    this.#view.tell("hover");
  }

  #leave(): void {
    this.#tooltip.hide();
    if (this.#view.hoveredCall === 0) return;
    this.#view.hoveredCall = 0;
    this.#view.tell("hover");
  }

  #click(event: MouseEvent): void {
    const hit = hitTest(this.#targets, event.offsetX, event.offsetY);
    if (hit === undefined) return;
    const { picture } = this.#view;
    let chosen = -1;
    if (hit.kind === "event") chosen = hit.index;
    if (hit.kind === "fault") chosen = picture.faults[hit.index]?.event ?? -1;
    if (hit.kind === "bar") {
      const bar = picture.bars[hit.index];
      chosen = bar === undefined ? -1 : bar.endEvent >= 0 ? bar.endEvent : bar.beginEvent;
    }
    if (hit.kind === "arrow") {
      const arrow = picture.arrows[hit.index];
      const [x0, , x1] = hit.line;
      const atStart = Math.abs(event.offsetX - x0) < Math.abs(event.offsetX - x1);
      const ends = [arrow?.sentEvent ?? -1, arrow?.endEvent ?? -1];
      if (!atStart) ends.reverse();
      chosen = ends.find((end) => end >= 0) ?? -1;
    }
    if (chosen >= 0) this.#view.select(chosen, { reveal: false });
  }

  /** Draws once before the next frame, however many changes there are. */
  #ask(): void {
    if (this.#asked) return;
    this.#asked = true;
    requestAnimationFrame(() => {
      this.#asked = false;
      this.#draw();
    });
  }

  #draw(): void {
    const context = this.#canvas.getContext("2d");
    if (context === null || this.#width === 0) return;
    const view = this.#view;
    view.range = { from: this.#time(GUTTER), until: this.#time(this.#width) };
    const lanes = new Map(this.#layout.lanes.map((lane) => [lane.host, lane]));
    const scrolled = this.#scroller.scrollTop;
    const dense = this.#canvas.width / this.#width;
    context.setTransform(dense, 0, 0, dense, 0, 0);
    const frame: Omit<Frame, "crowded" | "arrows"> = {
      context,
      view,
      palette: this.#palette,
      layout: this.#layout,
      width: this.#width,
      height: this.#height,
      scrolled,
      x: (ms) => this.#x(ms),
      lane: (host) => lanes.get(host),
      y: (lane) => HEAD + lane.line - scrolled,
      labels: new LabelPlaces(),
      targets: [],
    };
    const started = performance.now();
    const drawn = paintFrame(frame, (pixel) => this.#time(pixel), this.#mark);
    this.#targets = frame.targets;
    this.#frames += 1;
    // For tests, and for whoever wonders why it is slow.
    const { dataset } = this.root;
    dataset["frames"] = String(this.#frames);
    dataset["drawn"] = String(this.#targets.length);
    dataset["arrows"] = String(drawn.arrows);
    dataset["crowded"] = String(drawn.crowded);
    dataset["frameMs"] = (performance.now() - started).toFixed(1);
    dataset["from"] = view.range.from.toFixed(3);
    dataset["until"] = view.range.until.toFixed(3);
    view.tell("range");
  }
}

function isSideways(event: WheelEvent): boolean {
  return Math.abs(event.deltaX) > Math.abs(event.deltaY);
}

function isSecond(event: Event): boolean {
  return event instanceof MouseEvent && event.button !== 0;
}
