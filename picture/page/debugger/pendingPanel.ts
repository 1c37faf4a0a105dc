import type { PendingShown } from "labrpc/testing";
import { showVirtualTime } from "../../src/model/describeTraceEvent";
import { pageButton, pageElement } from "../view/pageElement";
import type { DebuggerClient } from "./DebuggerClient";

type Action = PendingShown["can"][number];

/** The action, and the key for it on a row. */
export const PENDING_KEYS: Readonly<Record<Action, string>> = {
  deliver: "d",
  lose: "l",
  copy: "c",
  hold: "h",
  fire: "d",
};

/** Everything that may happen next, each with what can be done to it. */
export function pendingPanel(pending: readonly PendingShown[], client: DebuggerClient): HTMLElement {
  const rows = pending.map((one, at) => pendingRow(one, at, client));
  return pageElement(
    "section",
    { class: "card pending", "aria-label": "what may happen next" },
    pageElement("h2", {}, "What may happen next"),
    rows.length === 0
      ? pageElement("p", { class: "empty" }, "Nothing is on its way. Start an operation.")
      : pageElement("ol", {}, ...rows),
  );
}

function pendingRow(one: PendingShown, at: number, client: DebuggerClient): HTMLElement {
  const buttons = one.can.map((action) =>
    pageButton(
      action,
      titleOf(action, one),
      () => client.act({ kind: "choice", choice: { kind: action, what: one.name } }),
      {
        "data-action": action,
        "aria-keyshortcuts": PENDING_KEYS[action],
      },
    ),
  );
  const row = pageElement(
    "li",
    {
      tabindex: "0",
      class: `row-${one.kind}${one.held ? " held" : ""}`,
      "data-kind": one.kind,
      "data-name": one.name,
    },
    pageElement(
      "div",
      { class: "what" },
      pageElement("span", { class: "nth" }, at < 9 ? String(at + 1) : ""),
      pageElement("b", {}, WORDS[one.kind]),
      ` ${whereOf(one)}`,
      pageElement("span", { class: "when" }, one.held ? "held" : `by ${showVirtualTime(one.at)}`),
      pageElement("code", {}, one.text),
    ),
    pageElement("div", { class: "actions" }, ...buttons),
  );
  row.addEventListener("keydown", (event) => {
    const action = one.can.find(
      (can) =>
        PENDING_KEYS[can] === event.key ||
        (event.key === "Enter" && can !== "lose" && can !== "copy" && can !== "hold"),
    );
    if (event.target !== row || action === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    client.act({ kind: "choice", choice: { kind: action, what: one.name } });
  });
  return row;
}

const WORDS: Readonly<Record<PendingShown["kind"], string>> = {
  request: "Request",
  reply: "Reply",
  "time-out": "Time-out",
  timer: "Timer",
  pause: "The scenario goes on",
};

function whereOf({ kind, host, peer = "" }: PendingShown): string {
  if (kind === "request" || kind === "reply") return `${peer} → ${host}`;
  return kind === "time-out" ? `${host} gives up waiting for ${peer}` : host;
}

function titleOf(action: Action, { kind }: PendingShown): string {
  if (action === "fire") return "it fires next; what was to happen before is late";
  return {
    deliver: "it arrives now",
    lose: "it never arrives",
    copy: "it is sent once more",
    hold: `the ${kind} waits until you deliver it`,
  }[action];
}
