import type { DebugView } from "labrpc/testing";
import { pageButton, pageElement } from "../view/pageElement";
import type { DebuggerClient } from "./DebuggerClient";

type Host = DebugView["hosts"][number];

/** Each host with what it holds, and with what can be done to it. */
export function hostPanel(view: DebugView, isFree: boolean, client: DebuggerClient): HTMLElement {
  const act = (call: string, args: unknown): void =>
    client.act({ kind: "choice", choice: { kind: "do", call, args: args as never } });
  const names = view.hosts.map(({ name }) => name);
  const changed = new Set(view.changed.map(({ host, object, path }) => JSON.stringify([host, object, path])));
  const card = (host: Host): HTMLElement => {
    const others = names.filter((name) => name !== host.name);
    const buttons = [
      pageButton("next event", `time goes on to the next event of ${host.name}`, () =>
        client.act({ kind: "until host", host: host.name }),
      ),
      ...(isFree
        ? [
            pageButton("disconnect", "nothing reaches it, and it reaches nobody", () =>
              act("disconnect", host.name),
            ),
            pageButton("reconnect", "it is on the network again", () => act("reconnect", host.name)),
            pageButton("partition", "it alone is on one side, all others are on the other", () =>
              act("partition", [[host.name], others]),
            ),
          ]
        : []),
      ...host.actions.map(({ title, call: [call, args] }) =>
        pageButton(title, `${title} ${host.name}`, () => act(call, args)),
      ),
    ];
    return pageElement(
      "article",
      { class: "host", "data-host": host.name },
      pageElement("h3", {}, host.name),
      pageElement("div", { class: "actions" }, ...buttons),
      ...host.state.map((object) => stateTable(host.name, object, changed, client)),
    );
  };
  return pageElement(
    "section",
    { class: "card hosts", "aria-label": "hosts" },
    pageElement("h2", {}, "Hosts"),
    ...(isFree ? [pageButton("heal", "end all partitions", () => act("heal", null), { class: "heal" })] : []),
    ...view.hosts.map(card),
  );
}

function stateTable(
  host: string,
  { object, parts }: Host["state"][number],
  changed: ReadonlySet<string>,
  client: DebuggerClient,
): HTMLElement {
  const rows = parts.map(([path, text]) => {
    const isChanged = changed.has(JSON.stringify([host, object, path]));
    return pageElement(
      "tr",
      { class: isChanged ? "changed" : "" },
      pageElement(
        "th",
        { scope: "row" },
        pageButton(path === "" ? object : path, "time goes on until this changes", () =>
          client.act({ kind: "until change", host, object, path }),
        ),
      ),
      pageElement("td", {}, text),
    );
  });
  return pageElement(
    "details",
    { open: true, class: "state" },
    pageElement("summary", {}, object),
    pageElement("table", {}, ...rows),
  );
}
