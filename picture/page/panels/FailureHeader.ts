import { showTime } from "../../src/model/describeEvent";
import { cutValues } from "../../src/model/shortMessage";
import { button, element } from "../view/element";
import type { View } from "../view/View";

const MOST_FAULTS = 6;
/** Longer values are cut in their middles; the whole text stands in the title. */
const LONG_VALUE = 64;

/** What went wrong, in words: the message, expected and got, the counterexample, and how to see it again. */
export function failureHeader(view: View): HTMLElement {
  const { record, events, faults } = view.picture;
  const { message, expected, got, place, details, replay } = record.failure;
  const reasons = record.history?.reasons ?? [];
  const facts = [
    ...fact("expected", expected),
    ...fact("got", got),
    ...fact("in your code", place),
    ...fact("replay", replay ?? `npm run grade LAB -- --test ${record.test} --seed ${String(record.seed)}`),
  ];
  const why = [
    ...block("The smallest counterexample found", record.cause),
    ...block("Why no order explains the red operation", reasons),
  ];
  const span = (events.at(-1)?.at ?? 0) - (record.complete ? 0 : (events[0]?.at ?? 0));
  const size = `${record.test}, seed ${String(record.seed)}: ${events.length.toLocaleString("en")} events in ${showTime(span)} of virtual time`;
  const gap = record.complete
    ? []
    : [
        element(
          "p",
          { class: "notice" },
          `The run was long: events before ${showTime(events[0]?.at ?? 0)} were not kept.`,
        ),
      ];
  return element(
    "header",
    { class: "failure" },
    element("p", { class: "size" }, size, ...(faults.length > 0 ? [`, ${countOf(faults.length)}`] : [])),
    element("h1", { title: message }, cutValues(message, LONG_VALUE)),
    ...gap,
    element(
      "div",
      { class: "columns" },
      element("div", {}, element("dl", {}, ...facts), ...fold("Details", details), ...faultList(view)),
      ...(why.length === 0 ? [] : [element("div", { class: "why" }, ...why)]),
    ),
  );
}

function countOf(faults: number): string {
  return faults === 1 ? "1 fault" : `${faults.toLocaleString("en")} faults`;
}

function fact(name: string, value: string | undefined): HTMLElement[] {
  if (value === undefined) return [];
  return [
    element("dt", {}, name),
    element("dd", { "data-fact": name, title: value }, cutValues(value, LONG_VALUE * 2)),
  ];
}

function block(title: string, lines: readonly string[]): HTMLElement[] {
  if (lines.length === 0) return [];
  return [element("h2", {}, title), element("ul", {}, ...lines.map(item))];
}

/** A line that begins with a dash belongs to the one before. */
function item(line: string): HTMLElement {
  const inner = line.startsWith("- ");
  const text = cutValues(inner ? line.slice(2) : line, LONG_VALUE);
  return element("li", { title: line, class: inner ? "inner" : "" }, text);
}

function fold(title: string, lines: readonly string[]): HTMLElement[] {
  if (lines.length === 0) return [];
  return [element("details", {}, element("summary", {}, title), element("pre", {}, lines.join("\n")))];
}

/** The faults nearest to the failure, each a button that leads to it. */
function faultList(view: View): HTMLElement[] {
  const { faults, bars, failing } = view.picture;
  if (faults.length === 0) return [];
  const end = bars[failing?.bar ?? -1]?.until ?? Infinity;
  const before = faults.filter(({ at }) => at <= end);
  const shown = (before.length > 0 && faults.length > MOST_FAULTS ? before : faults).slice(-MOST_FAULTS);
  const title =
    shown.length === faults.length
      ? "Faults in this run"
      : `The last faults before the failure (${String(shown.length)} of ${String(faults.length)})`;
  const chips = shown.map(({ number, text, at, event }) => {
    const made = button("", `${showTime(at)}: show it`, () => view.select(event < 0 ? undefined : event), {
      "data-fault": String(number),
    });
    made.append(element("b", {}, String(number)), ` ${cutValues(text, LONG_VALUE)}`);
    return made;
  });
  return [element("h2", {}, title), element("div", { class: "faults" }, ...chips)];
}
