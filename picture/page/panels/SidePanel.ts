import { bisectLeft, bisector } from "d3-array";
import { describeTraceEvent, showVirtualTime } from "../../src/model/describeTraceEvent";
import { DetailPane } from "./DetailPane";
import { pageButton, pageElement } from "../view/pageElement";
import type { ViewChange, PictureView } from "../view/PictureView";
import { StatePane } from "../state/StatePane";
import { VirtualList } from "./VirtualList";

const ROW = 22;

type Tab = "state" | "console" | "events";

/** Beside the diagram: the selected event in full, what the hosts printed, and all events as text. */
export class SidePanel {
  readonly root: HTMLElement;
  readonly #view: PictureView;
  readonly #list: VirtualList;
  readonly #tabs: Record<Tab, HTMLButtonElement>;
  readonly #empty = pageElement("p", { class: "empty" });
  readonly #state: StatePane | undefined;
  #tab: Tab;
  #shownEvents: ArrayLike<number> = [];

  constructor(view: PictureView) {
    this.#view = view;
    const { record, events } = view.picture;
    const hasState = (record.state?.changes.length ?? 0) > 0;
    const hasLines = events.some(({ kind }) => kind === "console");
    this.#tab = record.twin !== undefined && hasState ? "state" : hasLines ? "console" : "events";
    this.#state = hasState ? new StatePane(view) : undefined;
    this.#tabs = {
      state: this.#makeTab("state", "State"),
      console: this.#makeTab("console", "Console"),
      events: this.#makeTab("events", "Events"),
    };
    this.#list = new VirtualList("events as text", ROW, (place) => this.#row(place));
    this.root = pageElement(
      "aside",
      { class: "side", "aria-label": "details" },
      new DetailPane(view).root,
      pageElement(
        "div",
        { class: "tabs", role: "tablist" },
        ...(hasState ? [this.#tabs.state] : []),
        this.#tabs.console,
        this.#tabs.events,
      ),
      ...(this.#state === undefined ? [] : [this.#state.root]),
      this.#empty,
      this.#list.root,
    );
    view.subscribe((change) => this.#follow(change));
    this.#fill();
  }

  /** Shows the state of the hosts, and steps from change to change; nothing where no state is known. */
  stepState(direction: 1 | -1): void {
    if (this.#state === undefined) return;
    this.#tab = "state";
    this.#fill();
    this.#state.go(direction);
  }

  #makeTab(tab: Tab, label: string): HTMLButtonElement {
    const show = (): void => {
      this.#tab = tab;
      this.#fill();
    };
    return pageButton(label, `show ${tab}`, show, { role: "tab", "data-tab": tab });
  }

  #follow(change: ViewChange): void {
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
    for (const tab of ["state", "console", "events"] as const)
      this.#tabs[tab].setAttribute("aria-selected", String(tab === this.#tab));
    const isState = this.#tab === "state";
    if (this.#state !== undefined) this.#state.root.hidden = !isState;
    this.#list.root.hidden = isState;
    this.root.classList.toggle("on-state", isState);
    this.#empty.hidden = isState || this.#shownEvents.length > 0;
    this.#empty.textContent =
      this.#tab === "console" ? "The hosts printed nothing." : "The filter hides every event.";
    this.#list.setCount(this.#shownEvents.length);
  }

  #row(place: number): HTMLElement {
    const { picture, selected, matches, search, range } = this.#view;
    const index = this.#shownEvents[place] ?? -1;
    const event = picture.events[index];
    if (event === undefined) return pageElement("div");
    const text = this.#tab === "console" ? event.text.split("\n")[0] : describeTraceEvent(event);
    const classes = ["row", `kind-${event.kind}`];
    if (index === selected) classes.push("selected");
    if (event.at < range.from || event.at > range.until) classes.push("outside");
    if (search !== "" && matches[bisectLeft(matches, index)] === index) classes.push("match");
    const row = pageElement(
      "div",
      { class: classes.join(" "), "data-event": String(index), title: event.text },
      pageElement("span", { class: "when" }, showVirtualTime(event.at)),
      ...(this.#tab === "console" ? [pageElement("span", { class: "who" }, event.host)] : []),
      pageElement("span", { class: "what" }, text ?? ""),
    );
    row.addEventListener("click", () => this.#view.select(index));
    return row;
  }
}
