import { showVirtualTime } from "../../src/model/describeTraceEvent";
import { NOT_THERE, StateHistory, type StatePart } from "../../src/model/StateHistory";
import { pageButton, pageElement } from "../view/pageElement";
import type { PictureView } from "../view/PictureView";

/** Rows of one host that are drawn. */
const MOST_ROWS = 250;

/**
 * What the hosts held at the chosen moment. What the last event changed is marked, what is not so in its twin stands
 * beside it, and a value leads to the event by which it became so.
 */
export class StatePane {
  readonly root: HTMLElement;
  readonly history: StateHistory;
  readonly #view: PictureView;
  readonly #where = pageElement("p", { class: "state-now", "aria-live": "polite" });
  readonly #hosts = pageElement("div", { class: "state-hosts" });
  readonly #filter = pageElement("input", {
    type: "search",
    placeholder: "field or value",
    "aria-label": "when did this field become this?",
  });
  /** Hosts that somebody closed or opened. */
  readonly #open = new Map<string, boolean>();
  #step = -1;
  /** Whether the selection follows the step, and not the step the selection. */
  #leads = false;

  constructor(view: PictureView) {
    this.#view = view;
    this.history = new StateHistory(view.picture.record);
    const { telling, parting, about } = this.history;
    this.#filter.addEventListener("input", () => this.#draw());
    this.#filter.addEventListener("keydown", (event) => {
      if (event.key === "Enter") this.find(event.shiftKey ? -1 : 1);
    });
    this.root = pageElement(
      "div",
      { class: "state", role: "region", "aria-label": "state of the hosts", tabindex: "0" },
      pageElement(
        "div",
        { class: "state-tools" },
        pageButton("◀", "the change before (,)", () => this.go(-1), { "aria-label": "the change before" }),
        pageButton("▶", "the next change (.)", () => this.go(1), { "aria-label": "the next change" }),
        ...buttonTo("telling change", "the change that tells most of the failure", telling, () =>
          this.show(telling),
        ),
        ...buttonTo(
          "about it",
          "the last change of what the failure, or the last request, names",
          about,
          () => this.show(about),
        ),
        ...buttonTo("parting", "where this run and its twin part", parting, () => this.show(parting)),
        this.#filter,
        pageButton("find", "the next event that changed such a field (Enter; back: Shift Enter)", () =>
          this.find(1),
        ),
      ),
      this.#where,
      this.#hosts,
    );
    view.subscribe((change) => {
      if (change === "selection") this.#follow();
    });
    this.#follow();
  }

  /** To the next change (1), or the one before (-1). */
  go(direction: 1 | -1): void {
    this.show(Math.min(Math.max(this.#step + direction, 0), this.history.steps.length - 1));
  }

  /** The state after a step, and the event that it belongs to. */
  show(step: number | undefined): void {
    const found = step === undefined ? undefined : this.history.steps[step];
    if (step === undefined || found === undefined) return;
    this.#step = step;
    this.#leads = true;
    this.#view.select(found.event < 0 ? undefined : found.event);
    this.#leads = false;
    this.#draw();
  }

  /** To the next event that changed what the field asks for, round and round. */
  find(direction: 1 | -1): void {
    const { value } = this.#filter;
    const { steps } = this.history;
    this.show(
      this.history.find(value, this.#step, direction) ??
        this.history.find(value, direction > 0 ? -1 : steps.length, direction),
    );
  }

  #follow(): void {
    if (this.#leads) return;
    const { selected } = this.#view;
    this.#step = selected === undefined ? this.history.steps.length - 1 : this.history.stepAt(selected);
    this.#draw();
  }

  #draw(): void {
    const now = this.history.steps[this.#step];
    const changed = new Set(now?.changes.map(({ host }) => host));
    this.#where.textContent = this.#summary();
    // The host that changed is what one looks at; the others wait below.
    const hosts = this.history.hosts.toSorted((a, b) => Number(changed.has(b)) - Number(changed.has(a)));
    this.#hosts.replaceChildren(...hosts.map((host) => this.#host(host, changed.has(host))));
  }

  #summary(): string {
    const now = this.history.steps[this.#step];
    const gap = this.history.isComplete ? "" : " Not all of the run is told.";
    if (now === undefined) return `Before the first change.${gap}`;
    const [first] = now.changes;
    const count = now.changes.length === 1 ? "one change" : `${String(now.changes.length)} changes`;
    return `Change ${String(this.#step + 1)} of ${String(this.history.steps.length)}, at ${showVirtualTime(now.at)}: ${count} on ${first?.host ?? ""}.${gap}`;
  }

  #host(host: string, isChanged: boolean): HTMLElement {
    const wanted = this.#filter.value.toLowerCase();
    const parts = this.history
      .partsOf(host, this.#step)
      .filter(({ path, text }) => `${host} ${path} = ${text}`.toLowerCase().includes(wanted));
    const rows = parts.slice(0, MOST_ROWS).map((part) => this.#row(host, part));
    const gone = this.#gone(host);
    const apart = parts.filter(({ twin }) => twin !== undefined).length;
    const note = apart === 0 ? "" : `, ${String(apart)} not as in its twin`;
    const section = pageElement(
      "details",
      { class: "state-host", "data-host": host },
      pageElement("summary", {}, `${host} (${String(parts.length)}${note})`),
      pageElement("dl", {}, ...rows.flat(), ...gone),
      ...(parts.length > MOST_ROWS
        ? [pageElement("p", { class: "empty" }, `${String(parts.length - MOST_ROWS)} more: say which field.`)]
        : []),
    );
    section.toggleAttribute("open", this.#open.get(host) ?? (isChanged || wanted !== ""));
    section.querySelector("summary")?.addEventListener("click", () => {
      this.#open.set(host, !section.hasAttribute("open"));
    });
    return section;
  }

  #row(host: string, { object, path, text, since, twin }: StatePart): HTMLElement[] {
    const now = this.history.steps[this.#step];
    const change =
      since !== this.#step || text === NOT_THERE
        ? undefined
        : now?.changes.find((one) => one.host === host && one.object === object && one.path === path);
    const name = pageElement("dt", { title: `${object} ${path}` }, path === "" ? object : withShortIds(path));
    const value = pageElement(
      "dd",
      { "data-path": path },
      pageButton(
        text,
        `became this at ${showVirtualTime(this.history.steps[since]?.at ?? 0)}: go there`,
        () => this.show(since),
      ),
    );
    if (change !== undefined) {
      for (const part of [name, value]) part.classList.add("changed");
      value.append(pageElement("small", {}, change.before === undefined ? "new" : `was ${change.before}`));
    }
    if (twin !== undefined) {
      value.classList.add("apart");
      value.append(pageElement("small", { class: "twin" }, `twin: ${twin}`));
    }
    return [name, value];
  }

  /** What the last event took away. */
  #gone(host: string): HTMLElement[] {
    const changes = this.history.steps[this.#step]?.changes ?? [];
    const gone = changes.filter(({ host: of, after }) => of === host && after === undefined);
    return gone
      .slice(0, MOST_ROWS)
      .flatMap(({ path, before = "" }) => [
        pageElement("dt", { class: "changed gone" }, path),
        pageElement("dd", { class: "changed gone" }, `gone; it was ${before}`),
      ]);
  }
}

function buttonTo(label: string, title: string, step: number | undefined, show: () => void): HTMLElement[] {
  return step === undefined
    ? []
    : [pageButton(label, title, show, { "data-action": `state-${label.split(" ")[0] ?? ""}` })];
}

/** Random ids are long, and their beginnings tell them apart. */
function withShortIds(path: string): string {
  return path.replace(/\b([0-9a-f]{6})[0-9a-f]{2}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, "$1…");
}
