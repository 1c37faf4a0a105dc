import { PictureCamera } from "./PictureCamera";
import { pageElement } from "../view/pageElement";
import { FailureMark } from "../paint/FailureMark";
import type { PaintFrame, PointerTarget } from "../geometry/PaintFrame";
import { LabelBoxes } from "../geometry/LabelBoxes";
import { LANE_GUTTER, LANE_HEAD, layOutLanes, type LaneLayout } from "../geometry/LaneLayout";
import { readPalette, type Palette } from "../geometry/Palette";
import { paintFrame } from "../paint/paintFrame";
import { PicturePointer } from "./PicturePointer";
import type { ViewChange, PictureView } from "../view/PictureView";

/** Pixels that a vertical scroll bar may need. */
const SCROLL_BAR = 14;

/** The diagram: a canvas that draws what is in view and nothing else. */
export class PictureStage {
  readonly root: HTMLElement;
  readonly camera: PictureCamera;
  readonly #view: PictureView;
  readonly #canvas = pageElement("canvas", { class: "canvas", "aria-hidden": "true" });
  readonly #spacer = pageElement("div");
  readonly #scroller: HTMLElement;
  readonly #mark: FailureMark;
  #palette: Palette;
  #layout: LaneLayout;
  #width = 0;
  #height = 0;
  #targets: readonly PointerTarget[] = [];
  #isFrameRequested = false;
  #frames = 0;

  constructor(view: PictureView) {
    this.#view = view;
    this.#palette = readPalette();
    this.#layout = layOutLanes(view, 0);
    this.#mark = new FailureMark(view);
    this.#scroller = pageElement("div", { class: "scroller" }, this.#canvas, this.#spacer);
    this.camera = new PictureCamera(
      this.#canvas,
      view,
      () => this.#requestFrame(),
      (pixels) => {
        this.#scroller.scrollTop -= pixels;
      },
    );
    const { tooltip } = new PicturePointer(this.#canvas, view, () => this.#targets);
    this.root = pageElement(
      "section",
      { class: "stage", "aria-label": "space-time diagram" },
      this.#scroller,
      this.#mark.root,
      tooltip.root,
    );
    this.#scroller.addEventListener("scroll", () => this.#requestFrame());
    view.subscribe((change) => this.#follow(change));
    new ResizeObserver(() => this.#resize()).observe(this.root);
  }

  #follow(change: ViewChange): void {
    // The stage itself sets the range, when it draws.
    if (change === "range") return;
    if (change === "theme") this.#palette = readPalette();
    if (change === "filter") this.#arrange();
    if (change === "scale") this.camera.fit(this.#width, this.#height);
    if (change === "reveal") this.#reveal();
    this.#requestFrame();
  }

  #reveal(): void {
    const { selectedEvent: event, selectedHost } = this.#view;
    if (event === undefined) return;
    this.camera.reveal(event.at);
    const lane = this.#layout.lanes.find(({ host }) => host === selectedHost);
    if (lane === undefined) return;
    const top = this.#scroller.scrollTop;
    const room = this.#height - LANE_HEAD;
    if (lane.top < top) this.#scroller.scrollTop = lane.top;
    else if (lane.top + lane.height > top + room) this.#scroller.scrollTop = lane.top + lane.height - room;
  }

  #resize(): void {
    const { width, height } = this.root.getBoundingClientRect();
    if (width === 0 || height === 0) return;
    const dense = Math.min(2, window.devicePixelRatio);
    this.#width = Math.floor(width) - SCROLL_BAR;
    this.#height = Math.floor(height);
    this.#canvas.width = this.#width * dense;
    this.#canvas.height = this.#height * dense;
    this.#canvas.style.width = `${String(this.#width)}px`;
    this.#canvas.style.height = `${String(this.#height)}px`;
    this.#arrange();
    this.camera.fit(this.#width, this.#height);
    this.#requestFrame();
  }

  #arrange(): void {
    this.#layout = layOutLanes(this.#view, this.#height);
    this.#spacer.style.height = `${String(Math.max(0, this.#layout.height + LANE_HEAD - this.#height))}px`;
  }

  /** Draws once before the next frame, however many changes there are. */
  #requestFrame(): void {
    if (this.#isFrameRequested) return;
    this.#isFrameRequested = true;
    requestAnimationFrame(() => {
      this.#isFrameRequested = false;
      this.#draw();
    });
  }

  #draw(): void {
    const context = this.#canvas.getContext("2d");
    if (context === null || this.#width === 0) return;
    const view = this.#view;
    const time = (pixel: number): number => this.camera.time(pixel);
    view.setRange({ from: time(LANE_GUTTER), until: time(this.#width) });
    const lanes = new Map(this.#layout.lanes.map((lane) => [lane.host, lane]));
    const scrolled = this.#scroller.scrollTop;
    const dense = this.#canvas.width / this.#width;
    context.setTransform(dense, 0, 0, dense, 0, 0);
    const started = performance.now();
    const frame = paintFrame(
      {
        context,
        view,
        palette: this.#palette,
        layout: this.#layout,
        width: this.#width,
        height: this.#height,
        scrolled,
        x: (ms) => this.camera.x(ms),
        lane: (host) => lanes.get(host),
        y: (lane) => LANE_HEAD + lane.line - scrolled,
        labels: new LabelBoxes(),
        targets: [],
      },
      time,
      this.#mark,
    );
    this.#targets = frame.targets;
    this.#report(frame, performance.now() - started);
  }

  /** For tests, and for whoever wonders why it is slow. */
  #report(frame: PaintFrame, ms: number): void {
    this.#frames += 1;
    Object.assign(this.root.dataset, {
      frames: String(this.#frames),
      drawn: String(frame.targets.length),
      arrows: String(frame.arrows),
      crowded: String(frame.crowded),
      frameMs: ms.toFixed(1),
      from: frame.view.range.from.toFixed(3),
      until: frame.view.range.until.toFixed(3),
    });
  }
}
