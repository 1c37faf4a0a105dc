import { describeTarget } from "../geometry/describeTarget";
import { element } from "../view/element";
import type { Target } from "../geometry/Frame";
import type { View } from "../view/View";

const MOST_LINES = 22;

/** What is under the pointer, in words. */
export class Tooltip {
  readonly root = element("div", { class: "tooltip", role: "tooltip" });
  #shown = "";

  constructor() {
    this.root.hidden = true;
  }

  hide(): void {
    this.root.hidden = true;
    this.#shown = "";
  }

  /** @param x, y, width, height of the pointer and of the area that it must stay in; pixels */
  show(view: View, target: Target, x: number, y: number, width: number, height: number): void {
    const name = `${target.kind} ${String(target.index)}`;
    if (name !== this.#shown) {
      const { title, lines, body } = describeTarget(view, target);
      const parts = body.split("\n");
      const more = parts.length > MOST_LINES ? "\n…" : "";
      this.root.replaceChildren(
        element("strong", {}, title),
        ...lines.map((line) => element("div", {}, line)),
        ...(body === "" ? [] : [element("pre", {}, parts.slice(0, MOST_LINES).join("\n") + more)]),
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
