import { bisectLeft, bisector, bisectRight } from "d3-array";
import { filterPicture, type Filter, type Visible } from "../../src/model/filterPicture";
import { evenAxis, pauseAxis, type TimeAxis } from "../../src/model/TimeAxis";
import type { Fault, Picture } from "../../src/model/Picture";
import { findMatches } from "./findMatches";

/** What changed. "reveal" asks the stage to bring the selected event into view. */
export type Change = "selection" | "reveal" | "filter" | "scale" | "range" | "search" | "theme" | "hover";

/** A part of the run to be shown; virtual ms. */
export interface Range {
  readonly from: number;
  readonly until: number;
}

/** What the page shows at the moment. All parts of the page look here, and are told when it changes. */
export class View {
  readonly picture: Picture;
  filter: Filter = { hosts: undefined, key: -1, hidden: new Set() };
  visible: Visible;
  scale: "pauses" | "even" = "pauses";
  axis: TimeAxis;
  /** What is in view; the stage keeps it up to date. */
  range: Range;
  /** The place of the selected event; -1 for none. */
  selected = -1;
  /** The call under the pointer; 0 for none. */
  hoveredCall = 0;
  search = "";
  /** Places of the events that the search finds, among the visible ones, in order. */
  matches: Int32Array = new Int32Array();
  readonly barOfEvent = new Map<number, number>();
  /** Places of the events at which a host starts again after a crash. */
  readonly restarts = new Set<number>();
  readonly #faultsByEvent = new Map<number, Fault>();
  readonly #calls = new Map<number, number[]>();
  readonly #listeners = new Set<(change: Change) => void>();

  constructor(picture: Picture) {
    this.picture = picture;
    this.visible = filterPicture(picture, this.filter);
    this.axis = this.#makeAxis();
    this.range = { from: picture.from, until: picture.until };
    picture.bars.forEach(({ beginEvent, endEvent }, bar) => {
      if (beginEvent >= 0) this.barOfEvent.set(beginEvent, bar);
      if (endEvent >= 0) this.barOfEvent.set(endEvent, bar);
    });
    const crashed = new Set<string>();
    picture.events.forEach(({ kind, host }, at) => {
      if (kind === "crash") crashed.add(host);
      if (kind === "start" && crashed.delete(host)) this.restarts.add(at);
    });
    for (const fault of picture.faults) this.#faultsByEvent.set(fault.event, fault);
    picture.events.forEach(({ id, peer }, at) => {
      if (peer === undefined || id === 0) return;
      const known = this.#calls.get(id);
      if (known === undefined) this.#calls.set(id, [at]);
      else known.push(at);
    });
  }

  listen(listener: (change: Change) => void): void {
    this.#listeners.add(listener);
  }

  tell(change: Change): void {
    for (const listener of this.#listeners) listener(change);
  }

  /** The events of a call, in order. */
  eventsOfCall(id: number): readonly number[] {
    return this.#calls.get(id) ?? [];
  }

  faultAt(event: number): Fault | undefined {
    return this.#faultsByEvent.get(event);
  }

  /** The call that stands out: that of the selected event. */
  get selectedCall(): number {
    const event = this.picture.events[this.selected];
    return event?.peer === undefined ? 0 : event.id;
  }

  select(event: number, { reveal = true } = {}): void {
    this.selected = event;
    this.tell("selection");
    if (reveal && event >= 0) this.tell("reveal");
  }

  /** Selects the next visible event (1) or the one before (-1); of the same host only, if asked. */
  step(direction: 1 | -1, { sameHost = false } = {}): void {
    const { events, flags } = this.visible;
    if (events.length === 0) return;
    let at = this.selected;
    if (at < 0) {
      const start = bisector(({ at: time }: { at: number }) => time).left(
        this.picture.events,
        this.range.from,
      );
      at = direction > 0 ? start - 1 : start;
    }
    const host = this.picture.eventHosts[this.selected];
    for (let next = at + direction; next >= 0 && next < flags.length; next += direction) {
      if (flags[next] !== 1) continue;
      if (sameHost && host !== undefined && this.picture.eventHosts[next] !== host) continue;
      this.select(next);
      return;
    }
  }

  /** From one end of a message to the other, and on to what follows in the same call. */
  follow(direction: 1 | -1): void {
    const event = this.picture.events[this.selected];
    const bar = this.picture.bars[this.barOfEvent.get(this.selected) ?? -1];
    const chain =
      bar !== undefined
        ? [bar.beginEvent, bar.endEvent]
        : event?.peer === undefined
          ? []
          : this.eventsOfCall(event.id);
    const next = chain[chain.indexOf(this.selected) + direction];
    if (next !== undefined && next >= 0) this.select(next);
  }

  setFilter(change: Partial<Filter>): void {
    this.filter = { ...this.filter, ...change };
    this.visible = filterPicture(this.picture, this.filter);
    this.matches = findMatches(this.picture, this.visible, this.search);
    this.tell("filter");
  }

  setScale(scale: View["scale"]): void {
    this.scale = scale;
    this.axis = this.#makeAxis();
    this.tell("scale");
  }

  setSearch(text: string): void {
    this.search = text;
    this.matches = findMatches(this.picture, this.visible, text);
    this.tell("search");
  }

  /** Selects the next match after the selected event, or before it; begins anew at the end. */
  nextMatch(direction: 1 | -1): void {
    const { matches } = this;
    if (matches.length === 0) return;
    const place =
      direction > 0 ? bisectRight(matches, this.selected) : bisectLeft(matches, this.selected) - 1;
    this.select(matches[(place + matches.length) % matches.length] ?? -1);
  }

  #makeAxis(): TimeAxis {
    const { from, until, events } = this.picture;
    if (this.scale === "even") return evenAxis(from, until);
    return pauseAxis(
      from,
      until,
      events.map(({ at }) => at),
    );
  }
}
