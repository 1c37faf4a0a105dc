import type { RunRecord } from "labrpc/testing";
import { renderPicture } from "picture";
import { cleanText } from "../run/studentText";
import { MOST_BYTES } from "./withinLimit";

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
export function pictureWithinLimit(record: RunRecord): string {
  let page = renderPicture(record);
  if (Buffer.byteLength(page) <= MOST_BYTES) return page;
  let short = withShortTexts(record);
  for (let i = 0; i < TRIES; i++) {
    page = renderPicture(short);
    const bytes = Buffer.byteLength(page);
    if (bytes <= MOST_BYTES) return page;
    const kept = Math.floor((short.events.length * MOST_BYTES * MARGIN) / bytes);
    short = { ...short, events: short.events.slice(-Math.max(1, kept)), complete: false };
  }
  return renderPicture({ ...short, events: [], complete: false });
}

function withShortTexts(record: RunRecord): RunRecord {
  const { failure, events, faults, spans, cause, hosts } = record;
  const cut = (text: string): string => cleanText(text, FEW_CHARACTERS);
  const short: RunRecord = {
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
  if ((record.history?.operations.length ?? 0) <= FEW) return short;
  // Some of the operations would say nothing of the verdict on all.
  const { history, ...others } = short;
  void history;
  return others;
}
