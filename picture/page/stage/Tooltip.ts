import { describePointerTarget } from "../geometry/describePointerTarget";
import { pageElement } from "../view/pageElement";
import type { PointerTarget } from "../geometry/PaintFrame";
import type { PictureView } from "../view/PictureView";

const MOST_LINES = 22;

/** What is under the pointer, in words. */
export class Tooltip {
  readonly root = pageElement("div", { class: "tooltip", role: "tooltip" });
  #shown = "";

  constructor() {
    this.root.hidden = true;
  }

  hide(): void {
    this.root.hidden = true;
    this.#shown = "";
  }

  /** @param x, y, width, height of the pointer and of the area that it must stay in; pixels */
  show(view: PictureView, target: PointerTarget, x: number, y: number, width: number, height: number): void {
    const name = `${target.kind} ${String(target.index)}`;
    if (name !== this.#shown) {
      const { title, lines, body } = describePointerTarget(view, target);
      const parts = body.split("\n");
      const more = parts.length > MOST_LINES ? "\n…" : "";
      this.root.replaceChildren(
        pageElement("strong", {}, title),
        ...lines.map((line) => pageElement("div", {}, line)),
        ...(body === "" ? [] : [pageElement("pre", {}, parts.slice(0, MOST_LINES).join("\n") + more)]),
      );
      this.#shown = name;
    }
    this.root.hidden = false;
    const { offsetWidth, offsetHeight } = this.root;
    const left = x + 16 + offsetWidth > width ? Math.max(4, x - offsetWidth - 12) : x + 16;
    const top = y + 16 + offsetHeight > height ? Math.max(4, height - offsetHeight - 4) : y + 16;
    this.root.style.transform = `translate(${String(left)}px, ${String(top)}px)`;
  }
}
