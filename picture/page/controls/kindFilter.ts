import { KIND_GROUPS, type KindGroup } from "../../src/model/filterPicture";
import { pageElement } from "../view/pageElement";
import type { PictureView } from "../view/PictureView";

/** Chooses which kinds of events are shown. */
export function kindFilter(view: PictureView): HTMLElement {
  const groups = Object.keys(KIND_GROUPS) as KindGroup[];
  const summary = pageElement("summary", {}, "Kinds");
  const boxes = groups.map((group) => {
    const box = pageElement("input", { type: "checkbox", "data-kind": group });
    box.checked = true;
    box.addEventListener("change", () => {
      const hidden = new Set(view.filter.hidden);
      if (box.checked) hidden.delete(group);
      else hidden.add(group);
      view.setFilter({ hidden });
    });
    return { group, box };
  });
  view.subscribe((change) => {
    if (change !== "filter") return;
    const { hidden } = view.filter;
    for (const { group, box } of boxes) box.checked = !hidden.has(group);
    const left = groups.length - hidden.size;
    summary.textContent = hidden.size === 0 ? "Kinds" : `Kinds (${String(left)} of ${String(groups.length)})`;
    summary.classList.toggle("active", hidden.size > 0);
  });
  return pageElement(
    "details",
    { class: "popover", "data-filter": "kinds" },
    summary,
    pageElement(
      "div",
      { class: "panel boxes" },
      ...boxes.map(({ group, box }) => pageElement("label", {}, box, ` ${group}`)),
    ),
  );
}
