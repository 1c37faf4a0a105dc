import type { RunRecord } from "labrpc/testing";
import { renderPicture } from "picture";
import { cleanText } from "toolkit/text/studentText";
import { MOST_REPORT_BYTES } from "../reportWithinLimit";

/** Characters of a text in a picture that would be too long else. */
const FEW_CHARACTERS = 200;
/** Lines, spans and faults in it. */
const FEW = 1_000;
/** Each try leaves out a little more than what seems to be too much. */
const MARGIN = 0.9;
const TRIES = 5;

/**
 * The picture of a run as a page of at most 5,000,000 bytes. Of a run that has more to show, first texts are cut, and
 * then the oldest events left out; the page says that it is not whole.
 */
export function reportPictureWithinLimit(record: RunRecord): string {
  // What cannot fit is not rendered at all: V8 gives up where too many characters have to be escaped.
  if (charactersOfEvents(record.events) <= MOST_REPORT_BYTES) {
    const page = renderPicture(record);
    if (Buffer.byteLength(page) <= MOST_REPORT_BYTES) return page;
  }
  const short = reportPictureOfShortTexts(record);
  let events = lastReportPictureEvents(short.events, MOST_REPORT_BYTES);
  for (let i = 0; i < TRIES; i++) {
    const page = renderPicture(reportPictureOfEvents(short, events));
    const bytes = Buffer.byteLength(page);
    if (bytes <= MOST_REPORT_BYTES) return page;
    events = lastReportPictureEvents(
      events,
      (charactersOfEvents(events) * MOST_REPORT_BYTES * MARGIN) / bytes,
    );
  }
  return renderPicture(reportPictureOfEvents(short, []));
}

type Events = RunRecord["events"];

/** Of an event's numbers and names, about. */
const OF_AN_EVENT = 20;

function charactersOfEvents(events: Events): number {
  return events.reduce((sum, { text }) => sum + text.length + OF_AN_EVENT, 0);
}

function lastReportPictureEvents(events: Events, most: number): Events {
  let from = events.length;
  for (let left = most; from > 0; from--) {
    left -= (events[from - 1]?.text.length ?? 0) + OF_AN_EVENT;
    if (left < 0) break;
  }
  return events.slice(from);
}

function reportPictureOfEvents(record: RunRecord, events: Events): RunRecord {
  return { ...record, events, complete: record.complete && events.length === record.events.length };
}

function reportPictureOfShortTexts(record: RunRecord): RunRecord {
  const { failure, events, faults, spans, cause, hosts } = record;
  const cut = (text: string): string => cleanText(text, FEW_CHARACTERS);
  const short: { -readonly [Key in keyof RunRecord]: RunRecord[Key] } = {
    ...record,
    failure: { ...failure, details: failure.details.slice(0, FEW).map(cut) },
    cause: cause.slice(0, FEW).map(cut),
    hosts: hosts.slice(0, FEW),
    events: events.map((event) =>
      event.text.length > FEW_CHARACTERS ? { ...event, text: cut(event.text) } : event,
    ),
    faults: faults.slice(-FEW).map((fault) => ({ ...fault, text: cut(fault.text) })),
    spans: spans.slice(-FEW).map((span) => ({ ...span, text: cut(span.text) })),
  };
  delete short.state;
  delete short.telling;
  delete short.twin;
  // Some of the operations would say nothing of the verdict on all.
  if ((record.history?.operations.length ?? 0) > FEW) delete short.history;
  return short;
}
