import { select } from "d3-selection";
import { zoom, zoomIdentity, type D3ZoomEvent, type ZoomBehavior, type ZoomTransform } from "d3-zoom";
import { LANE_GUTTER } from "../geometry/LaneLayout";
import type { TimeRange, PictureView } from "../view/PictureView";

/** Pixels before the first event and after the last one. */
const MARGIN = 26;
/** The closest view: the usual pause between two events is that many pixels wide. */
const CLOSEST = 420;

/** Which part of the run is in view: from virtual ms to pixels of the canvas and back. d3-zoom does the moving. */
export class PictureCamera {
  readonly #canvas: HTMLCanvasElement;
  readonly #view: PictureView;
  readonly #zoom: ZoomBehavior<HTMLCanvasElement, unknown> = zoom<HTMLCanvasElement, unknown>();
  #transform: ZoomTransform = zoomIdentity;
  #width = 0;
  /** What was asked for last; a change of size keeps it in view. Undefined when somebody moved by hand since. */
  #wanted: TimeRange | undefined;

  /** @param changed is called when something else is in view @param dragged gets the pixels of a drag downwards */
  constructor(
    canvas: HTMLCanvasElement,
    view: PictureView,
    changed: () => void,
    dragged: (pixels: number) => void,
  ) {
    this.#canvas = canvas;
    this.#view = view;
    let lastY = 0;
    this.#zoom
      .on("start", ({ sourceEvent }: D3ZoomEvent<HTMLCanvasElement, unknown>) => {
        if (sourceEvent instanceof MouseEvent) lastY = sourceEvent.clientY;
      })
      .on("zoom", ({ transform, sourceEvent }: D3ZoomEvent<HTMLCanvasElement, unknown>) => {
        this.#transform = transform;
        if (sourceEvent !== null) this.#wanted = undefined;
        if (sourceEvent instanceof MouseEvent && sourceEvent.type === "mousemove") {
          dragged(sourceEvent.clientY - lastY);
          lastY = sourceEvent.clientY;
        }
        changed();
      });
    // A wheel that turns sideways, or with Shift, moves in time; d3-zoom alone would zoom.
    this.#zoom.filter(
      (event: Event) =>
        !(event instanceof WheelEvent && wheelMovesSideways(event)) &&
        !(event instanceof MouseEvent && event.button !== 0),
    );
    select(canvas).call(this.#zoom).on("dblclick.zoom", null);
    canvas.addEventListener("wheel", (event) => this.#slide(event), { passive: false });
  }

  /** To be called when the canvas has another size, or the view another time axis. */
  fit(width: number, height: number): void {
    const range = this.#wanted ?? { ...this.#view.range };
    this.#width = width;
    const { axis, scale } = this.#view;
    const area: [[number, number], [number, number]] = [
      [LANE_GUTTER, 0],
      [width, height],
    ];
    const closest = (axis.length * (scale === "pauses" ? CLOSEST : CLOSEST * 8)) / Math.max(1, width);
    this.#zoom
      .extent(area)
      .translateExtent(area)
      .scaleExtent([1, Math.max(8, closest)]);
    this.show(range);
  }

  /** Brings a part of the run into view. */
  show(range: TimeRange): void {
    this.#wanted = range;
    if (this.#width === 0) return;
    const [from, until] = [this.#base(range.from), this.#base(range.until)];
    const [least, most] = this.#zoom.scaleExtent();
    const k = Math.min(Math.max(this.#room / Math.max(until - from, 1e-6), least), most);
    const wished = (LANE_GUTTER + this.#width) / 2 - (k * (from + until)) / 2;
    // The run fills the view; there is nothing to see before and after it.
    const x = Math.max(this.#width * (1 - k), Math.min(LANE_GUTTER * (1 - k), wished));
    this.#zoom.transform(select(this.#canvas), zoomIdentity.translate(x, 0).scale(k));
  }

  /** Moves as little as is needed to have a moment in view, and not at its very edge. */
  reveal(ms: number): void {
    if (this.#width === 0) return;
    const at = this.x(ms);
    const edge = Math.min(90, (this.#width - LANE_GUTTER) / 5);
    if (at < LANE_GUTTER + edge) this.#move(LANE_GUTTER + edge * 2 - at);
    else if (at > this.#width - edge) this.#move(this.#width - edge * 2 - at);
  }

  /** Zooms around a moment if it is in view, else around the middle. */
  zoomBy(factor: number, ms: number | undefined): void {
    const at = ms === undefined ? -1 : this.x(ms);
    const center = at > LANE_GUTTER && at < this.#width ? at : (LANE_GUTTER + this.#width) / 2;
    this.#zoom.scaleBy(select(this.#canvas), factor, [center, 0]);
  }

  /** Moves the view by a part of its width. */
  moveBy(part: number): void {
    this.#move(-part * (this.#width - LANE_GUTTER));
  }

  x(ms: number): number {
    return this.#transform.applyX(this.#base(ms));
  }

  time(pixel: number): number {
    const { axis } = this.#view;
    return axis.time(((this.#transform.invertX(pixel) - LANE_GUTTER - MARGIN) / this.#room) * axis.length);
  }

  get #room(): number {
    return this.#width - LANE_GUTTER - 2 * MARGIN;
  }

  /** Where a moment is when the whole run is in view. */
  #base(ms: number): number {
    const { axis } = this.#view;
    return LANE_GUTTER + MARGIN + (axis.place(ms) / axis.length) * this.#room;
  }

  #move(pixels: number): void {
    this.#zoom.translateBy(select(this.#canvas), pixels / this.#transform.k, 0);
  }

  #slide(event: WheelEvent): void {
    if (!wheelMovesSideways(event)) return;
    event.preventDefault();
    this.#wanted = undefined;
    this.#move(-(Math.abs(event.deltaX) > Math.abs(event.deltaY) ? event.deltaX : event.deltaY));
  }
}

function wheelMovesSideways(event: WheelEvent): boolean {
  return event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
}
