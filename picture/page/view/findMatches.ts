import { describeTraceEvent } from "../../src/model/describeTraceEvent";
import type { Picture } from "../../src/model/Picture";
import type { VisiblePicture } from "../../src/model/filterPicture";

const texts = new WeakMap<Picture, string[]>();

/** Places of the visible events whose text, or whose description, has all words of the search in it. */
export function findMatches(picture: Picture, visible: VisiblePicture, search: string): Int32Array {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return new Int32Array();
  let known = texts.get(picture);
  if (known === undefined) {
    known = picture.events.map((event) => `${describeTraceEvent(event)}\n${event.text}`.toLowerCase());
    texts.set(picture, known);
  }
  const all = known;
  return visible.events.filter((at) => words.every((word) => all[at]?.includes(word) === true));
}
