import { pageElement } from "../view/pageElement";

/** A list of any length of which only the rows in view are in the document. */
export class VirtualList {
  readonly root: HTMLElement;
  readonly #rows = pageElement("div", { class: "rows" });
  readonly #rowHeight: number;
  readonly #render: (place: number) => HTMLElement;
  #count = 0;

  /** @param rowHeight pixels @param render makes one row */
  constructor(label: string, rowHeight: number, render: (place: number) => HTMLElement) {
    this.#rowHeight = rowHeight;
    this.#render = render;
    this.root = pageElement(
      "div",
      { class: "list", role: "region", tabindex: "0", "aria-label": label },
      this.#rows,
    );
    this.root.addEventListener("scroll", () => this.draw());
    new ResizeObserver(() => this.draw()).observe(this.root);
  }

  setCount(count: number): void {
    this.#count = count;
    this.#rows.style.height = `${String(count * this.#rowHeight)}px`;
    this.draw();
  }

  /** Scrolls only if the row is not in view. */
  bringIntoView(place: number): void {
    const top = place * this.#rowHeight;
    const { scrollTop, clientHeight } = this.root;
    if (top >= scrollTop && top + this.#rowHeight <= scrollTop + clientHeight) return;
    this.root.scrollTop = Math.max(0, top - clientHeight / 2);
  }

  draw(): void {
    const { scrollTop, clientHeight } = this.root;
    if (clientHeight === 0) return;
    const first = Math.max(0, Math.floor(scrollTop / this.#rowHeight) - 2);
    const last = Math.min(this.#count, Math.ceil((scrollTop + clientHeight) / this.#rowHeight) + 2);
    const rows: HTMLElement[] = [];
    for (let place = first; place < last; place++) {
      const row = this.#render(place);
      row.style.top = `${String(place * this.#rowHeight)}px`;
      rows.push(row);
    }
    this.#rows.replaceChildren(...rows);
  }
}
