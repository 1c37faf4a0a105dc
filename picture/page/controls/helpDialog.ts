import { button, element } from "../view/element";
import type { Key } from "./keys";

/** How to read the picture, and which keys there are. */
export function helpDialog(keys: readonly Key[]): HTMLDialogElement {
  const rows = keys.map(({ shown, does }) =>
    element("tr", {}, element("td", {}, element("kbd", {}, shown)), element("td", {}, does)),
  );
  const dialog = element(
    "dialog",
    { class: "help", "aria-label": "help" },
    element("h2", {}, "How to read it"),
    element(
      "p",
      {},
      "Time runs from left to right. Each host has a line. A slanted arrow is a message: it leaves one host and arrives at the other later. A bar is an operation of a client, from its call to its answer. A diamond marks a moment at which the operation can have taken effect; its number is its place in the order. A short bar on a server's line shows it working on a request.",
    ),
    element("h2", {}, "Keys"),
    element("table", {}, element("tbody", {}, ...rows)),
    element("p", {}, "The wheel zooms, Shift and the wheel move in time, dragging moves both ways."),
  );
  dialog.append(button("Close", "close (Esc)", () => dialog.close(), { class: "close" }));
  return dialog;
}
