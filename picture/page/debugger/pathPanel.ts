import type { DebugStep } from "labrpc/testing";
import { pageButton, pageElement } from "../view/pageElement";
import type { DebuggerClient } from "./DebuggerClient";
import type { DebugPageState } from "./DebugPageState";

/** Steps of a branch that are shown before and after the current one. */
const MOST_SHOWN = 60;

/** All that was tried, branch by branch; a click goes there. */
export function pathPanel(state: DebugPageState, client: DebuggerClient): HTMLElement {
  const branches = state.branches.map((branch) => {
    const isCurrent = branch.id === state.current;
    const first = branch.from === undefined ? 0 : branch.from.at;
    const from = isCurrent ? Math.max(first, state.at - MOST_SHOWN) : first;
    const until = isCurrent ? state.at + MOST_SHOWN : first + MOST_SHOWN;
    const shown = branch.steps.slice(from, until);
    const items = shown.map((step, index) => stepItem(step, from + index + 1, branch.id, state, client));
    const start = pageElement(
      "li",
      {},
      pageButton(
        first === 0
          ? "the beginning"
          : `after step ${String(first)} of branch ${String(branch.from?.branch)}`,
        "go here",
        () => client.go(branch.id, first),
        isCurrent && state.at === first ? { "aria-current": "step" } : {},
      ),
    );
    return pageElement(
      "details",
      { open: isCurrent, class: "branch", "data-branch": String(branch.id) },
      pageElement(
        "summary",
        {},
        `Branch ${String(branch.id)}, ${String(branch.steps.length)} steps`,
        ...(branch.failed === undefined
          ? []
          : [pageElement("span", { class: "failed", title: branch.failed }, " ✗")]),
      ),
      pageElement("ol", { start: String(from) }, ...(from === first ? [start] : []), ...items),
    );
  });
  return pageElement(
    "section",
    { class: "card path", "aria-label": "what was tried" },
    pageElement("h2", {}, "What was tried"),
    ...branches,
  );
}

function stepItem(
  { words, choice }: DebugStep,
  at: number,
  branch: number,
  state: DebugPageState,
  client: DebuggerClient,
): HTMLElement {
  const isHere = branch === state.current && at === state.at;
  const isAhead = branch === state.current && at > state.at;
  const button = pageButton(words, "go here", () => client.go(branch, at), {
    ...(isHere ? { "aria-current": "step" } : {}),
    class: isAhead ? "ahead" : "",
    "data-step": String(at),
  });
  return pageElement("li", { class: `did-${choice.kind}` }, button);
}
