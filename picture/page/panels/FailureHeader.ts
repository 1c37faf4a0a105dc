import { showVirtualTime } from "../../src/model/describeTraceEvent";
import { dedentFrame } from "../../src/dedentFrame";
import { cutMessageValues } from "../../src/model/shortMessage";
import { pageButton, pageElement } from "../view/pageElement";
import type { PictureView } from "../view/PictureView";

const MOST_FAULTS = 6;
/** Longer values are cut in their middles; the whole text stands in the title. */
const LONG_VALUE = 64;

/** What went wrong, in words: the message, expected and got, the counterexample, and how to see it again. */
export function failureHeader(view: PictureView): HTMLElement {
  const { record, events, faults } = view.picture;
  const { message, expected, got, place, frame, details, replay, hint, state, twin } = record.failure;
  const reasons = record.history?.reasons ?? [];
  const facts = [
    ...pageFailureFact("expected", expected),
    ...pageFailureFact("got", got),
    ...pageFailureFact("in your code", place),
  ];
  const advice = [
    ...pageFailureFact("hint", hint),
    ...pageFailureFact(
      "replay",
      replay ?? `npm run grade LAB -- --test ${record.test} --seed ${String(record.seed)}`,
    ),
  ];
  const why = [
    ...pageFailureBlock("The smallest counterexample found", record.cause),
    ...pageFailureBlock("Inside the hosts", state === undefined ? [] : [state]),
    ...pageFailureBlock("Its twin, the nearest run without this failure", twin === undefined ? [] : [twin]),
    ...pageFailureBlock("Why no order explains the red operation", reasons),
  ];
  const span = (events.at(-1)?.at ?? 0) - (record.complete ? 0 : (events[0]?.at ?? 0));
  const size = `${record.test}, seed ${String(record.seed)}: ${events.length.toLocaleString("en")} events in ${showVirtualTime(span)} of virtual time`;
  const gap = record.complete
    ? []
    : [
        pageElement(
          "p",
          { class: "notice" },
          `The run was long: events before ${showVirtualTime(events[0]?.at ?? 0)} were not kept.`,
        ),
      ];
  return pageElement(
    "header",
    { class: "failure" },
    pageElement(
      "p",
      { class: "size" },
      size,
      ...(faults.length > 0 ? [`, ${pageFaultCountText(faults.length)}`] : []),
    ),
    pageElement("h1", { title: message }, cutMessageValues(message, LONG_VALUE)),
    ...gap,
    pageElement(
      "div",
      { class: "columns" },
      pageElement(
        "div",
        {},
        pageElement("dl", {}, ...facts),
        ...pageFailureFrame(frame),
        pageElement("dl", {}, ...advice),
        ...pageFailureDetails(details),
        ...pageFailureFaultList(view),
      ),
      ...(why.length === 0 ? [] : [pageElement("div", { class: "why" }, ...why)]),
    ),
  );
}

function pageFaultCountText(faults: number): string {
  return faults === 1 ? "1 fault" : `${faults.toLocaleString("en")} faults`;
}

function pageFailureFact(name: string, value: string | undefined): HTMLElement[] {
  if (value === undefined) return [];
  return [
    pageElement("dt", {}, name),
    pageElement("dd", { "data-fact": name, title: value }, cutMessageValues(value, LONG_VALUE * 2)),
  ];
}

function pageFailureBlock(title: string, lines: readonly string[]): HTMLElement[] {
  if (lines.length === 0) return [];
  return [pageElement("h2", {}, title), pageElement("ul", {}, ...lines.map(pageFailureItem))];
}

/** A line that begins with a dash belongs to the one before. */
function pageFailureItem(line: string): HTMLElement {
  const inner = line.startsWith("- ");
  const text = cutMessageValues(inner ? line.slice(2) : line, LONG_VALUE);
  return pageElement("li", { title: line, class: inner ? "inner" : "" }, text);
}

/** The student's code at the place, with a mark. */
function pageFailureFrame(lines: readonly string[] | undefined): HTMLElement[] {
  if (lines === undefined) return [];
  return [pageElement("pre", { class: "frame" }, dedentFrame(lines).join("\n"))];
}

/** Who waits for whom, say: open, since it is often the answer. */
function pageFailureDetails(lines: readonly string[]): HTMLElement[] {
  if (lines.length === 0) return [];
  const title = lines.some((line) => /\bwaits? for\b/.test(line)) ? "Who waits for whom" : "Details";
  const shown = pageElement(
    "details",
    {},
    pageElement("summary", {}, title),
    pageElement("pre", {}, lines.join("\n")),
  );
  shown.toggleAttribute("open", true);
  return [shown];
}

/** The faults nearest to the failure, each a button that leads to it. */
function pageFailureFaultList(view: PictureView): HTMLElement[] {
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
    const made = pageButton(
      "",
      `${showVirtualTime(at)}: show it`,
      () => view.select(event < 0 ? undefined : event),
      {
        "data-fault": String(number),
      },
    );
    made.append(pageElement("b", {}, String(number)), ` ${cutMessageValues(text, LONG_VALUE)}`);
    return made;
  });
  return [pageElement("h2", {}, title), pageElement("div", { class: "faults" }, ...chips)];
}
