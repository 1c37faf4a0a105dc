import type { RunRecord } from "labrpc/testing";
import { buildPicture } from "../../src/model/buildPicture";
import { DetailPane } from "../panels/DetailPane";
import { PictureStage } from "../stage/PictureStage";
import { pageElement } from "../view/pageElement";
import { PictureView } from "../view/PictureView";

/** Events that are in view, of a long run. */
const LAST_EVENTS = 40;

/** The space-time diagram of the run so far. It is drawn anew with each state, and follows the run's end. */
export class LivePicture {
  readonly root = pageElement("section", { class: "live-picture", "aria-label": "the run so far" });
  #view: PictureView | undefined;
  #events = -1;

  show(record: RunRecord): void {
    if (record.events.length === 0) {
      this.root.replaceChildren(pageElement("p", { class: "empty" }, "Nothing has happened yet."));
      return;
    }
    const picture = buildPicture(record);
    const view = new PictureView(picture);
    const stage = new PictureStage(view);
    this.#view = view;
    this.root.replaceChildren(stage.root, new DetailPane(view).root);
    const first = picture.events[Math.max(0, picture.events.length - LAST_EVENTS)];
    stage.camera.show({ from: Math.min(first?.at ?? picture.from, picture.until), until: picture.until });
    // What the last choice brought is the news.
    if (picture.events.length !== this.#events) view.select(picture.events.length - 1, { reveal: false });
    this.#events = picture.events.length;
    this.root.dataset["events"] = String(picture.events.length);
  }

  /** The colours have changed. */
  repaint(): void {
    this.#view?.notify("theme");
  }
}
