import { pageElement } from "../view/pageElement";
import type { Picture } from "../../src/model/Picture";

/** What the signs mean; only those that are in this picture. */
export function pictureLegend({ arrows, bars, waits, faults, shades }: Picture): HTMLElement {
  const status = new Set(bars.map((bar) => bar.status));
  const items: [boolean, string, string][] = [
    [true, "request", "request"],
    [true, "reply", "reply"],
    [arrows.some(({ arrival }) => arrival === "lost"), "lost", "lost"],
    [arrows.some(({ arrival }) => arrival === "nobody"), "nobody", "nobody receives it"],
    [arrows.some(({ arrival }) => arrival === "late"), "late", "too late"],
    [arrows.some(({ leg }) => leg === "copy"), "copy", "arrives once more"],
    [waits.length > 0, "wait", "waits in vain, timeout"],
    [status.has("plain") || status.has("threw"), "bar-plain", "operation"],
    [status.has("placed"), "bar-placed", "operation that can be explained"],
    [status.has("placed"), "effect", "can take effect here"],
    [status.has("unplaced"), "bar-unplaced", "after the order breaks off"],
    [status.has("impossible"), "bar-impossible", "cannot be explained"],
    [shades.length > 0, "span", "cut off, crashed or slow"],
    [faults.length > 0, "fault", "fault"],
  ];
  return pageElement(
    "div",
    { class: "legend" },
    pageElement(
      "span",
      { class: "how" },
      "Time runs →. Each line is a host (servers are tinted), each arrow a message.",
    ),
    ...items
      .filter(([used]) => used)
      .map(([, sign, text]) => pageElement("span", {}, pageElement("i", { class: `sign ${sign}` }), text)),
  );
}
