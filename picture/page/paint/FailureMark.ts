import { showVirtualTime } from "../../src/model/describeTraceEvent";
import { eventOfBar } from "../../src/model/eventOfBar";
import type { FailingOperation } from "../../src/model/Picture";
import { failingOperationTexts } from "../../src/failingOperationTexts";
import { cutLabelText } from "../../src/model/shortMessage";
import { pageButton, pageElement } from "../view/pageElement";
import type { PaintFrame } from "../geometry/PaintFrame";
import { LANE_GUTTER, LANE_HEAD } from "../geometry/LaneLayout";
import { barBox } from "../geometry/barBox";
import type { PictureView } from "../view/PictureView";

const WORDS: Record<FailingOperation["why"], string> = {
  impossible: "no order explains this answer",
  "never-returned": "never returns",
  threw: "fails",
  named: "the message is about this",
  last: "the last answer before the test failed",
};

const PILL_HEIGHT = 20;
/** Left and right of its text. */
const PILL_EDGES = 18;

/**
 * The operation that the failure is about, as an element above the canvas: it can be found, read aloud and reached by
 * keyboard. Out of view, it points to where it is.
 */
export class FailureMark {
  readonly root: HTMLElement;
  readonly #view: PictureView;
  readonly #box = pageElement("div", { class: "failing-box" });
  readonly #pill: HTMLButtonElement;
  readonly #words: string;
  /** Nothing is known to be wrong with a guess. */
  readonly #sign: string;

  constructor(view: PictureView) {
    this.#view = view;
    const { failing, bars, hosts } = view.picture;
    const bar = failing === undefined ? undefined : bars[failing.bar];
    this.#words = failing === undefined ? "" : WORDS[failing.why];
    const until = bar?.until ?? null;
    const spoken =
      bar === undefined
        ? ""
        : `The failing operation: ${hosts[bar.host]?.name ?? ""}: ${bar.text}, from ${showVirtualTime(bar.from)} ${
            until === null ? "on, without an end" : `to ${showVirtualTime(until)}`
          }: ${this.#words}`;
    this.#pill = pageButton("", spoken, () => this.#select(), {
      class: "failing-pill",
      "aria-label": spoken,
      "data-failing-operation": bar?.text ?? "",
    });
    const guess = failing?.why === "last";
    this.#sign = guess ? "" : "✗ ";
    this.root = pageElement("div", { class: guess ? "failing guess" : "failing" }, this.#box, this.#pill);
    this.root.hidden = bar === undefined;
  }

  /** Puts it where the operation is in this frame. */
  place(frame: PaintFrame): void {
    const { failing, bars } = this.#view.picture;
    const bar = failing === undefined ? undefined : bars[failing.bar];
    if (bar === undefined) return;
    const box = barBox(frame, bar);
    const { width, height, context, labels } = frame;
    const [left = 0, top = 0, wide = 0, high = 0] = box ?? [];
    const outside =
      box === undefined
        ? "hidden by the filter"
        : left + wide < LANE_GUTTER
          ? "◀"
          : left > width
            ? "▶"
            : top + high < LANE_HEAD
              ? "▲"
              : top > height
                ? "▼"
                : "";
    this.#box.hidden = outside !== "";
    context.font = "600 12px system-ui, sans-serif";
    const widthOf = (text: string): number => context.measureText(text).width + PILL_EDGES;
    const texts =
      outside === ""
        ? failingOperationTexts(bar.text, this.#words).map((text) => `${this.#sign}${text}`)
        : [`${outside} the failing operation ${cutLabelText(bar.text, 30)}`, `${outside} it fails there`];
    const most = width - LANE_GUTTER - 6;
    const text = texts.find((one) => widthOf(one) <= most) ?? texts.at(-1) ?? "";
    if (this.#pill.textContent !== text) this.#pill.textContent = text;
    const pill = Math.min(widthOf(text), most);
    if (outside === "") {
      const start = Math.max(LANE_GUTTER, left);
      setFailureMarkBox(this.#box, start, top, Math.min(width, left + wide) - start, high);
    }
    const room = Math.max(LANE_GUTTER + 2, width - pill - 4);
    const pillLeft =
      outside === "◀"
        ? LANE_GUTTER + 2
        : outside === "▶"
          ? room
          : Math.min(Math.max(left, LANE_GUTTER + 2), room);
    // Above the bar; in the first lane there may be too little room.
    const above = top - PILL_HEIGHT - 4;
    const wished = outside === "" && above < LANE_HEAD - 4 ? top + high + 5 : above;
    const pillTop = Math.min(Math.max(wished, LANE_HEAD - 2), height - PILL_HEIGHT - 2);
    setFailureMarkBox(this.#pill, pillLeft, pillTop, pill, PILL_HEIGHT);
    labels.take(pillLeft - 2, pillTop - 2, pill + 4, PILL_HEIGHT + 4);
  }

  #select(): void {
    const { failing, bars } = this.#view.picture;
    const bar = failing === undefined ? undefined : bars[failing.bar];
    if (bar === undefined) return;
    if (this.#view.visible.laneOf[bar.host] === -1)
      this.#view.setFilter({ hosts: undefined, key: undefined });
    this.#view.select(eventOfBar(bar));
  }
}

function setFailureMarkBox(
  { style }: HTMLElement,
  left: number,
  top: number,
  width: number,
  height: number,
): void {
  style.left = `${left.toFixed(1)}px`;
  style.top = `${top.toFixed(1)}px`;
  style.width = `${Math.max(4, width).toFixed(1)}px`;
  style.height = `${height.toFixed(1)}px`;
}
