import { pageButton, pageElement } from "../view/pageElement";
import { hostFilter } from "./hostFilter";
import { kindFilter } from "./kindFilter";
import type { PictureView } from "../view/PictureView";

/** What the buttons do besides changing the view's state. */
export interface ToolbarActions {
  readonly failure: () => void;
  readonly whole: () => void;
  readonly zoom: (factor: number) => void;
  readonly theme: () => void;
  readonly help: () => void;
}

/** The row of controls above the diagram. */
export class Toolbar {
  readonly root: HTMLElement;
  readonly search = pageElement("input", {
    type: "search",
    placeholder: "search",
    "aria-label": "search in messages and console",
  });
  readonly #view: PictureView;
  readonly #count = pageElement("output", { class: "count" });

  constructor(view: PictureView, actions: ToolbarActions) {
    this.#view = view;
    let waiting: ReturnType<typeof setTimeout> | undefined;
    this.search.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => view.setSearch(this.search.value), 120);
    });
    this.search.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      clearTimeout(waiting);
      if (view.search !== this.search.value) view.setSearch(this.search.value);
      view.nextMatch(event.shiftKey ? -1 : 1);
    });
    view.subscribe((change) => {
      if (change === "search" || change === "filter" || change === "selection") this.#drawCount();
    });
    this.root = pageElement(
      "div",
      { class: "toolbar", role: "toolbar", "aria-label": "controls" },
      pageElement(
        "span",
        { class: "group" },
        pageButton("◀", "previous event (←)", () => view.step(-1), { "aria-label": "previous event" }),
        pageButton("▶", "next event (→)", () => view.step(1), { "aria-label": "next event" }),
      ),
      pageElement(
        "span",
        { class: "group" },
        pageButton("The failure", "show the failure (f)", actions.failure, { "data-action": "failure" }),
        pageButton("Whole run", "show the whole run (0)", actions.whole, { "data-action": "whole" }),
        pageButton("−", "zoom out (−)", () => actions.zoom(1 / 1.5), { "aria-label": "zoom out" }),
        pageButton("+", "zoom in (+)", () => actions.zoom(1.5), { "aria-label": "zoom in" }),
      ),
      hostFilter(view),
      this.#keyFilter(),
      kindFilter(view),
      pageElement("span", { class: "group search" }, this.search, this.#count),
      this.#scaleSwitch(),
      pageElement("span", { class: "stretch" }),
      pageElement(
        "span",
        { class: "group" },
        pageButton("◐", "light or dark (t)", actions.theme, {
          "aria-label": "light or dark",
          "data-action": "theme",
        }),
        pageButton("?", "keys (?)", actions.help, { "aria-label": "keys", "data-action": "help" }),
      ),
    );
  }

  #drawCount(): void {
    const { search, matches, selected } = this.#view;
    const at = selected === undefined ? -1 : matches.indexOf(selected);
    const total = matches.length.toLocaleString("en");
    this.#count.textContent =
      search === "" ? "" : at < 0 ? `${total} found` : `${String(at + 1)} of ${total}`;
  }

  /** Any number of keys: a field with suggestions. */
  #keyFilter(): HTMLElement {
    const { keys } = this.#view.picture;
    const SUGGESTED = 500;
    const field = pageElement("input", {
      list: "keys",
      placeholder: "all keys",
      size: "10",
      "aria-label": "show one key",
    });
    field.disabled = keys.length === 0;
    field.addEventListener("input", () => {
      const key = keys.indexOf(field.value);
      field.toggleAttribute("aria-invalid", field.value !== "" && key < 0);
      const wanted = field.value === "" ? undefined : key;
      if (wanted !== this.#view.filter.key && (key >= 0 || field.value === ""))
        this.#view.setFilter({ key: wanted });
    });
    this.#view.subscribe((change) => {
      if (change !== "filter") return;
      const { key } = this.#view.filter;
      if (document.activeElement !== field) field.value = key === undefined ? "" : (keys[key] ?? "");
      field.classList.toggle("active", key !== undefined);
    });
    const options = keys.slice(0, SUGGESTED).map((key) => pageElement("option", { value: key }));
    return pageElement(
      "label",
      { class: "group" },
      "Key ",
      field,
      pageElement("datalist", { id: "keys" }, ...options),
    );
  }

  #scaleSwitch(): HTMLElement {
    const field = pageElement("input", { type: "checkbox" });
    field.checked = true;
    field.addEventListener("change", () => this.#view.setScale(field.checked ? "pauses" : "even"));
    this.#view.subscribe(() => {
      field.checked = this.#view.scale === "pauses";
    });
    const title = "Draws times in which nothing happens shorter. Without it, every ms has the same width.";
    return pageElement("label", { class: "group", title }, field, " shorten pauses");
  }
}
