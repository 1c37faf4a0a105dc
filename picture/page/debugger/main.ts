import { startTheme } from "../controls/theme";
import { pageButton, pageElement } from "../view/pageElement";
import { DebuggerClient } from "./DebuggerClient";
import type { DebugPageState } from "./DebugPageState";
import { listenToDebuggerKeys, type DebuggerActions } from "./debuggerKeys";
import { hostPanel } from "./hostPanel";
import { LivePicture } from "./LivePicture";
import { OperationForm } from "./operationForm";
import { pathPanel } from "./pathPanel";
import { pendingPanel } from "./pendingPanel";
import { verdictPanel } from "./verdictPanel";

function startDebuggerPage(): void {
  let state: DebugPageState | undefined;
  const title = pageElement("h1", {}, "Be the network");
  const verdict = pageElement("div", { class: "verdict-slot", "aria-live": "polite" });
  const notice = pageElement("p", { class: "notice", role: "status" });
  const code = pageElement("input", { class: "code", readonly: true, "aria-label": "code of this run" });
  const left = pageElement("div", { class: "column" });
  const right = pageElement("div", { class: "column" });
  const pendingSlot = pageElement("div");
  const hostSlot = pageElement("div");
  const picture = new LivePicture();
  const say = (text: string): void => {
    notice.textContent = text;
  };
  const client = new DebuggerClient((next) => {
    state = next;
    show(next);
  }, say);
  const operations = new OperationForm(client);
  const actions: DebuggerActions = {
    next: () => client.act({ kind: "choice", choice: { kind: "next", events: 1 } }),
    failure: () => client.act({ kind: "until failure" }),
    back: (steps) => {
      if (state !== undefined) client.go(state.current, Math.max(0, state.at - steps));
    },
    forward: () => {
      const steps = state?.branches.find(({ id }) => id === state?.current)?.steps.length ?? 0;
      if (state !== undefined && state.at < steps) client.go(state.current, state.at + 1);
    },
    pick: (nth) => {
      const one = state?.view?.pending[nth - 1];
      const kind = one?.can.find((can) => can === "deliver" || can === "fire");
      if (one !== undefined && kind !== undefined)
        client.act({ kind: "choice", choice: { kind, what: one.name } });
    },
  };
  const switchTheme = startTheme(() => picture.repaint());
  const toolbar = pageElement(
    "nav",
    { class: "debugger-bar", "aria-label": "the run" },
    pageButton("← back", "one step back (B)", () => actions.back(1), { "data-do": "back" }),
    pageButton("forward →", "the step that you went back (U)", actions.forward, { "data-do": "forward" }),
    pageButton("next event", "what time brings next (N)", actions.next, {
      "data-do": "next",
      class: "primary",
    }),
    pageButton("to the failure", "let time go on until something is wrong (F)", actions.failure, {
      "data-do": "failure",
    }),
    pageButton("save as a test", "write a scenario that does this", () => client.save("scenario"), {
      "data-do": "save-scenario",
    }),
    pageButton("save", "write a file for replay", () => client.save("choices"), {
      "data-do": "save-choices",
    }),
    code,
    pageButton("theme", "light or dark (T)", switchTheme),
  );
  code.addEventListener("focus", () => code.select());
  const pathSlot = pageElement("div");
  left.append(pendingSlot, operations.root, pathSlot);
  right.append(hostSlot);
  document
    .getElementById("app")
    ?.replaceChildren(
      pageElement("header", { class: "debugger-head" }, title, verdict, notice, toolbar),
      pageElement("main", { class: "debugger-main" }, left, picture.root, right),
    );
  document.getElementById("app")?.classList.add("debugger");
  listenToDebuggerKeys(actions, switchTheme);

  function show({ view, offer, lost, puzzle, ...next }: DebugPageState): void {
    const focused = document.activeElement?.closest<HTMLElement>("[data-name]")?.dataset["name"];
    title.textContent = puzzle?.title ?? offer?.title ?? "Be the network";
    say(next.notice ?? "");
    code.value = next.code;
    pathSlot.replaceChildren(pathPanel({ ...next }, client));
    if (view === undefined || offer === undefined) {
      const again = pageButton(
        "start it again",
        "play the same choices in a new process",
        () => client.restart(),
        {
          "data-do": "restart",
        },
      );
      verdict.replaceChildren(
        pageElement(
          "p",
          { class: "lost" },
          `${sentence(lost ?? "there is no process")} Your choices are kept: go back, or `,
          again,
          ".",
        ),
      );
      return;
    }
    verdict.replaceChildren(verdictPanel(view, puzzle));
    pendingSlot.replaceChildren(pendingPanel(view.pending, client));
    operations.show(offer, view);
    hostSlot.replaceChildren(hostPanel(view, offer.isFree, client));
    picture.show(view.record);
    if (focused !== undefined)
      (
        document.querySelector<HTMLElement>(`[data-name="${CSS.escape(focused)}"]`) ??
        document.querySelector<HTMLElement>(".pending li")
      )?.focus();
    Object.assign(document.documentElement.dataset, {
      ready: "true",
      at: String(next.at),
      branch: String(next.current),
      verdict: view.verdict.kind,
    });
  }
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.?!]$/.test(text) ? "" : "."}`;
}

startDebuggerPage();
