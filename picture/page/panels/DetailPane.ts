import { describeTraceEvent, showVirtualTime } from "../../src/model/describeTraceEvent";
import { prettyMessageBody, readMessage } from "../../src/model/readMessage";
import { describeBar } from "../geometry/describePointerTarget";
import { pageButton, pageElement } from "../view/pageElement";
import type { PictureView } from "../view/PictureView";

/** The selected event: what it was, the message in full, and what else belongs to it. Read aloud as it changes. */
export class DetailPane {
  readonly root: HTMLElement;
  readonly #view: PictureView;
  readonly #live = pageElement("p", { class: "live", "aria-live": "polite", "aria-atomic": "true" });
  readonly #rest = pageElement("div");

  constructor(view: PictureView) {
    this.#view = view;
    this.root = pageElement("div", { class: "detail" }, this.#live, this.#rest);
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
    this.#live.textContent = `${showVirtualTime(event.at)}: ${describeTraceEvent(event)}`;
    const parts: HTMLElement[] = [];
    const fault = this.#view.faultAt(selected);
    if (fault !== undefined)
      parts.push(pageElement("p", { class: "fault" }, `Fault ${String(fault.number)}: ${fault.text}`));
    const bar = selectedBar === undefined ? undefined : picture.bars[selectedBar];
    if (bar !== undefined && selectedBar !== undefined) {
      const { title, lines } = describeBar(this.#view, bar, selectedBar);
      parts.push(pageElement("pre", {}, title), ...lines.map((line) => pageElement("p", {}, line)));
    } else if (event.peer === undefined) {
      if (event.text !== "") parts.push(pageElement("pre", {}, event.text));
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
      const shown = body === "" ? "(nothing)" : prettyMessageBody(body);
      return [pageElement("h3", {}, `${title} ${method}`), pageElement("pre", {}, shown)];
    };
    const story = all.map((at) => {
      const event = picture.events[at];
      const label =
        event === undefined
          ? ""
          : `${showVirtualTime(event.at)}  ${event.host}: ${STEP[event.kind] ?? event.kind}`;
      const current: Record<string, string> = at === selected ? { "aria-current": "true" } : {};
      return pageElement(
        "li",
        {},
        pageButton(label, "select", () => this.#view.select(at), current),
      );
    });
    return [
      ...message("Request", textOf("call")),
      ...message("Reply", textOf("reply", "throw")),
      pageElement("h3", {}, `Call ${String(id)}, step by step`),
      pageElement("ol", { class: "story" }, ...story),
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
