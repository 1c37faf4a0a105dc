import { showTime } from "../src/model/describeEvent";
import { button, element } from "./element";
import type { View } from "./View";

const MOST_FAULTS = 10;

/** What went wrong, in words: the message, expected and got, the smallest cause, and how to see it again. */
export function failureHeader(view: View): HTMLElement {
  const { record, events, faults } = view.picture;
  const { message, expected, got, place, details, replay } = record.failure;
  const reasons = record.history?.reasons ?? [];
  const facts = [
    ...fact("expected", expected),
    ...fact("got", got),
    ...fact("in your code", place),
    ...fact(
      "show it again",
      replay ?? `npm run grade LAB -- --test ${record.test} --seed ${String(record.seed)}`,
    ),
  ];
  const why = [
    ...block("The smallest cause that was found", record.cause),
    ...block("Why no order explains the red operation", reasons),
    ...faultList(view),
  ];
  const span = (events.at(-1)?.at ?? 0) - (record.complete ? 0 : (events[0]?.at ?? 0));
  const size = `${record.test}, seed ${String(record.seed)}: ${events.length.toLocaleString("en")} events in ${showTime(span)} of virtual time`;
  const gap = record.complete
    ? []
    : [
        element(
          "p",
          { class: "notice" },
          `The run was long: what happened before ${showTime(events[0]?.at ?? 0)} was not kept.`,
        ),
      ];
  return element(
    "header",
    { class: "failure" },
    element("p", { class: "size" }, size, ...(faults.length > 0 ? [`, ${countOf(faults.length)}`] : [])),
    element("h1", {}, message),
    ...gap,
    element(
      "div",
      { class: "columns" },
      element("div", {}, element("dl", {}, ...facts), ...fold("Details", details)),
      ...(why.length === 0 ? [] : [element("div", { class: "why" }, ...why)]),
    ),
  );
}

function countOf(faults: number): string {
  return faults === 1 ? "1 fault" : `${faults.toLocaleString("en")} faults`;
}

function fact(name: string, value: string | undefined): HTMLElement[] {
  if (value === undefined) return [];
  return [element("dt", {}, name), element("dd", { "data-fact": name }, value)];
}

function block(title: string, lines: readonly string[]): HTMLElement[] {
  if (lines.length === 0) return [];
  return [element("h2", {}, title), element("ul", {}, ...lines.map((line) => element("li", {}, line)))];
}

function fold(title: string, lines: readonly string[]): HTMLElement[] {
  if (lines.length === 0) return [];
  return [element("details", {}, element("summary", {}, title), element("pre", {}, lines.join("\n")))];
}

/** The faults nearest to the failure, each a button that leads to it. */
function faultList(view: View): HTMLElement[] {
  const { faults } = view.picture;
  if (faults.length === 0) return [];
  const shown = faults.slice(-MOST_FAULTS);
  const more = faults.length - shown.length;
  return [
    element(
      "h2",
      {},
      more === 0
        ? "Faults in this run"
        : `The last ${String(MOST_FAULTS)} of ${String(faults.length)} faults`,
    ),
    element(
      "div",
      { class: "faults" },
      ...shown.map(({ number, text, at, event }) => {
        const go = (): void => {
          view.select(event);
        };
        const made = button("", `${showTime(at)}: show it`, go, { "data-fault": String(number) });
        made.append(element("b", {}, String(number)), ` ${text}`);
        return made;
      }),
    ),
  ];
}
