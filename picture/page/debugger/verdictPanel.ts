import type { DebugView } from "labrpc/testing";
import { showVirtualTime } from "../../src/model/describeTraceEvent";
import { pageElement } from "../view/pageElement";
import type { DebugPageState } from "./DebugPageState";

/** What the checker says so far. */
export function verdictPanel(
  { verdict, now, operations }: DebugView,
  puzzle: DebugPageState["puzzle"],
): HTMLElement {
  const facts: HTMLElement[] = [];
  if (verdict.kind === "failed") {
    const { expected, got, details } = verdict;
    if (expected !== undefined) facts.push(pageElement("p", {}, pageElement("b", {}, "expected "), expected));
    if (got !== undefined) facts.push(pageElement("p", {}, pageElement("b", {}, "got "), got));
    if (details.length > 0)
      facts.push(
        pageElement(
          "details",
          {},
          pageElement("summary", {}, "why"),
          ...details.map((line) => pageElement("p", {}, line)),
        ),
      );
  }
  const answers = operations.flatMap(({ nth, ended }) =>
    ended?.kind === "returned"
      ? [`${String(nth)}: ${ended.value === undefined ? "done" : JSON.stringify(ended.value)}`]
      : [],
  );
  const solved =
    puzzle?.solved === true
      ? [
          pageElement(
            "p",
            { class: "solved" },
            `Solved. The shortest way known takes ${String(puzzle.best)} choices.`,
          ),
        ]
      : [];
  return pageElement(
    "div",
    { class: `verdict ${verdict.kind}`, "data-verdict": verdict.kind },
    pageElement("p", { class: "message" }, MARK[verdict.kind], " ", verdict.message),
    ...facts,
    ...solved,
    pageElement(
      "p",
      { class: "facts" },
      `at ${showVirtualTime(now)}${answers.length === 0 ? "" : `; answers: ${answers.slice(-6).join(", ")}`}`,
    ),
  );
}

const MARK = { holds: "✓", unknown: "?", failed: "✗" } as const;
