import { describeEvent, showTime } from "../../src/model/describeEvent";
import { prettyBody, readMessage } from "../../src/model/readMessage";
import { describeBar } from "../geometry/describeTarget";
import { button, element } from "../view/element";
import type { View } from "../view/View";

/** The selected event: what it was, the message in full, and what else belongs to it. Read aloud as it changes. */
export class DetailPane {
  readonly root: HTMLElement;
  readonly #view: View;
  readonly #live = element("p", { class: "live", "aria-live": "polite", "aria-atomic": "true" });
  readonly #rest = element("div");

  constructor(view: View) {
    this.#view = view;
    this.root = element("div", { class: "detail" }, this.#live, this.#rest);
    view.subscribe((change) => {
      if (change === "selection") this.#draw();
    });
    this.#draw();
  }

  #draw(): void {
    const { picture, selected, selectedEvent: event, selectedBar } = this.#view;
    if (selected === undefined || event === undefined) {
      this.#live.textContent = "Nothing is selected. Click on a message, or step with ← and →.";
      this.#rest.replaceChildren();
      return;
    }
    this.#live.textContent = `${showTime(event.at)}: ${describeEvent(event)}`;
    const parts: HTMLElement[] = [];
    const fault = this.#view.faultAt(selected);
    if (fault !== undefined)
      parts.push(element("p", { class: "fault" }, `Fault ${String(fault.number)}: ${fault.text}`));
    const bar = selectedBar === undefined ? undefined : picture.bars[selectedBar];
    if (bar !== undefined && selectedBar !== undefined) {
      const { title, lines } = describeBar(this.#view, bar, selectedBar);
      parts.push(element("pre", {}, title), ...lines.map((line) => element("p", {}, line)));
    } else if (event.peer === undefined) {
      if (event.text !== "") parts.push(element("pre", {}, event.text));
    } else parts.push(...this.#call(event.id));
    this.#rest.replaceChildren(...parts);
  }

  /** The request and the reply of a call, and everything that became of it. */
  #call(id: number): HTMLElement[] {
    const { picture, selected } = this.#view;
    const all = this.#view.eventsOfCall(id);
    const textOf = (...kinds: string[]): string | undefined =>
      all.map((at) => picture.events[at]).find((event) => event !== undefined && kinds.includes(event.kind))
        ?.text;
    const message = (title: string, text: string | undefined): HTMLElement[] => {
      if (text === undefined) return [];
      const { method, body } = readMessage(text);
      const shown = body === "" ? "(nothing)" : prettyBody(body);
      return [element("h3", {}, `${title} ${method}`), element("pre", {}, shown)];
    };
    const story = all.map((at) => {
      const event = picture.events[at];
      const label =
        event === undefined ? "" : `${showTime(event.at)}  ${event.host}: ${STEP[event.kind] ?? event.kind}`;
      const current: Record<string, string> = at === selected ? { "aria-current": "true" } : {};
      return element(
        "li",
        {},
        button(label, "select", () => this.#view.select(at), current),
      );
    });
    return [
      ...message("Request", textOf("call")),
      ...message("Reply", textOf("reply", "throw")),
      element("h3", {}, `Call ${String(id)}, step by step`),
      element("ol", { class: "story" }, ...story),
    ];
  }
}

const STEP: Record<string, string> = {
  call: "sends the request",
  deliver: "receives it",
  copy: "receives it once more",
  reply: "replies",
  throw: "throws an error",
  return: "gets the reply",
  late: "gets the reply, too late",
  timeout: "gives up waiting",
  "lost-request": "request lost",
  "lost-reply": "reply lost",
};
