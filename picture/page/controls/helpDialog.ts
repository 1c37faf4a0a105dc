import { pageButton, pageElement } from "../view/pageElement";
import type { KeyBinding } from "./keys";

/** How to read the picture, and which keys there are. */
export function helpDialog(keys: readonly KeyBinding[]): HTMLDialogElement {
  const rows = keys.map(({ shown, does }) =>
    pageElement("tr", {}, pageElement("td", {}, pageElement("kbd", {}, shown)), pageElement("td", {}, does)),
  );
  const dialog = pageElement(
    "dialog",
    { class: "help", "aria-label": "help" },
    pageElement("h2", {}, "How to read it"),
    pageElement(
      "p",
      {},
      "Time runs from left to right. Each host has a line. A slanted arrow is a message: it leaves one host and arrives at the other later. A bar is an operation of a client, from its call to its answer. A diamond marks a moment at which the operation can have taken effect; its number is its place in the order. A short bar on a server's line shows it working on a request.",
    ),
    pageElement("h2", {}, "Keys"),
    pageElement("table", {}, pageElement("tbody", {}, ...rows)),
    pageElement("p", {}, "The wheel zooms, Shift and the wheel move in time, dragging moves both ways."),
  );
  dialog.append(pageButton("Close", "close (Esc)", () => dialog.close(), { class: "close" }));
  return dialog;
}
