import { bisectLeft, bisector } from "d3-array";
import { describeEvent, showTime } from "../../src/model/describeEvent";
import { DetailPane } from "./DetailPane";
import { button, element } from "../view/element";
import type { Change, View } from "../view/View";
import { VirtualList } from "./VirtualList";

const ROW = 22;

type Tab = "console" | "events";

/** Beside the diagram: the selected event in full, what the hosts printed, and all events as text. */
export class SidePanel {
  readonly root: HTMLElement;
  readonly #view: View;
  readonly #list: VirtualList;
  readonly #tabs: Record<Tab, HTMLButtonElement>;
  readonly #empty = element("p", { class: "empty" });
  #tab: Tab;
  #shownEvents: ArrayLike<number> = [];

  constructor(view: View) {
    this.#view = view;
    this.#tab = view.picture.events.some(({ kind }) => kind === "console") ? "console" : "events";
    this.#tabs = { console: this.#makeTab("console", "Console"), events: this.#makeTab("events", "Events") };
    this.#list = new VirtualList("events as text", ROW, (place) => this.#row(place));
    this.root = element(
      "aside",
      { class: "side", "aria-label": "details" },
      new DetailPane(view).root,
      element("div", { class: "tabs", role: "tablist" }, this.#tabs.console, this.#tabs.events),
      this.#empty,
      this.#list.root,
    );
    view.subscribe((change) => this.#follow(change));
    this.#fill();
  }

  #makeTab(tab: Tab, label: string): HTMLButtonElement {
    const show = (): void => {
      this.#tab = tab;
      this.#fill();
    };
    return button(label, `show ${tab}`, show, { role: "tab", "data-tab": tab });
  }

  #follow(change: Change): void {
    if (change === "filter") this.#fill();
    if (change === "selection" || change === "search") this.#list.draw();
    if (change !== "reveal" && change !== "range") return;
    const { picture, range, selected } = this.#view;
    if (change === "range" && this.#tab === "console") {
      // The console goes along with the time that is in view.
      const byTime = bisector((index: number) => picture.events[index]?.at ?? 0);
      const first = byTime.left(this.#shownEvents, range.from);
      if (first < this.#shownEvents.length) this.#list.bringIntoView(first);
      this.#list.draw();
    }
    if (change !== "reveal" || selected === undefined) return;
    const place = bisectLeft(this.#shownEvents, selected);
    this.#list.bringIntoView(Math.min(place, Math.max(0, this.#shownEvents.length - 1)));
  }

  #fill(): void {
    const { picture, visible, filter } = this.#view;
    const { events } = picture;
    const lines = visible.events.filter((at) => events[at]?.kind === "console");
    // Lines are about no key: a filter by key must not make the console look empty.
    const hosts = filter.hosts;
    const console =
      filter.key === undefined
        ? lines
        : Int32Array.from(events.keys()).filter((at) => {
            const host = picture.eventHosts[at] ?? -1;
            return events[at]?.kind === "console" && (hosts === undefined || hosts.has(host));
          });
    this.#shownEvents = this.#tab === "console" ? console : visible.events;
    this.#tabs.console.textContent = `Console (${console.length.toLocaleString("en")})`;
    this.#tabs.events.textContent = `Events (${visible.events.length.toLocaleString("en")})`;
    for (const tab of ["console", "events"] as const)
      this.#tabs[tab].setAttribute("aria-selected", String(tab === this.#tab));
    this.#empty.hidden = this.#shownEvents.length > 0;
    this.#empty.textContent =
      this.#tab === "console" ? "The hosts printed nothing." : "The filter hides every event.";
    this.#list.setCount(this.#shownEvents.length);
  }

  #row(place: number): HTMLElement {
    const { picture, selected, matches, search, range } = this.#view;
    const index = this.#shownEvents[place] ?? -1;
    const event = picture.events[index];
    if (event === undefined) return element("div");
    const text = this.#tab === "console" ? event.text.split("\n")[0] : describeEvent(event);
    const classes = ["row", `kind-${event.kind}`];
    if (index === selected) classes.push("selected");
    if (event.at < range.from || event.at > range.until) classes.push("outside");
    if (search !== "" && matches[bisectLeft(matches, index)] === index) classes.push("match");
    const row = element(
      "div",
      { class: classes.join(" "), "data-event": String(index), title: event.text },
      element("span", { class: "when" }, showTime(event.at)),
      ...(this.#tab === "console" ? [element("span", { class: "who" }, event.host)] : []),
      element("span", { class: "what" }, text ?? ""),
    );
    row.addEventListener("click", () => this.#view.select(index));
    return row;
  }
}
