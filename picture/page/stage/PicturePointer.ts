import type { PointerTarget } from "../geometry/PaintFrame";
import { hitTest } from "../geometry/hitTest";
import { Tooltip } from "./Tooltip";
import type { PictureView } from "../view/PictureView";

/** What the mouse does on the canvas besides moving it: it says what is under it, and selects by a click. */
export class PicturePointer {
  readonly tooltip = new Tooltip();
  readonly #canvas: HTMLCanvasElement;
  readonly #view: PictureView;
  readonly #targets: () => readonly PointerTarget[];

  /** @param targets what was drawn last */
  constructor(canvas: HTMLCanvasElement, view: PictureView, targets: () => readonly PointerTarget[]) {
    this.#canvas = canvas;
    this.#view = view;
    this.#targets = targets;
    canvas.addEventListener("pointermove", (event) => this.#hover(event));
    canvas.addEventListener("pointerleave", () => this.#leave());
    canvas.addEventListener("click", (event) => this.#click(event));
  }

  #hover(event: PointerEvent): void {
    if (event.buttons !== 0) {
      this.#leave();
      return;
    }
    const { offsetX, offsetY } = event;
    const { clientWidth, clientHeight } = this.#canvas;
    const hit = hitTest(this.#targets(), offsetX, offsetY);
    const arrow = hit?.kind === "arrow" ? this.#view.picture.arrows[hit.index] : undefined;
    this.#canvas.style.cursor = hit === undefined || hit.kind === "shade" ? "grab" : "pointer";
    if (hit === undefined) this.tooltip.hide();
    else this.tooltip.show(this.#view, hit, offsetX, offsetY, clientWidth, clientHeight);
    this.#view.hover(arrow?.id);
  }

  #leave(): void {
    this.tooltip.hide();
    this.#view.hover(undefined);
  }

  #click({ offsetX, offsetY }: MouseEvent): void {
    const hit = hitTest(this.#targets(), offsetX, offsetY);
    const chosen = hit === undefined ? -1 : this.#eventOf(hit, offsetX);
    if (chosen >= 0) this.#view.select(chosen, { reveal: false });
  }

  /** The event that a target stands for; of an arrow, that of the nearer end. */
  #eventOf(hit: PointerTarget, x: number): number {
    const { picture } = this.#view;
    switch (hit.kind) {
      case "event":
        return hit.index;
      case "fault":
        return picture.faults[hit.index]?.event ?? -1;
      case "bar": {
        const bar = picture.bars[hit.index];
        return bar === undefined ? -1 : bar.endEvent >= 0 ? bar.endEvent : bar.beginEvent;
      }
      case "arrow": {
        const arrow = picture.arrows[hit.index];
        const [x0, , x1] = hit.line;
        const ends = [arrow?.sentEvent ?? -1, arrow?.endEvent ?? -1];
        if (Math.abs(x - x0) >= Math.abs(x - x1)) ends.reverse();
        return ends.find((end) => end >= 0) ?? -1;
      }
      case "shade":
        return -1;
    }
  }
}
