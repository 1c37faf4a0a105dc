import { bisectLeft, bisector, bisectRight } from "d3-array";
import type { TraceEvent } from "labrpc/simulation";
import { filterPicture, type PictureFilter, type VisiblePicture } from "../../src/model/filterPicture";
import { evenTimeAxis, pausingTimeAxis, type TimeAxis } from "../../src/model/TimeAxis";
import type { PictureFault, Picture } from "../../src/model/Picture";
import { findMatches } from "./findMatches";

/** What changed. "reveal" asks the stage to bring the selected event into view. */
export type ViewChange = "selection" | "reveal" | "filter" | "scale" | "range" | "search" | "theme" | "hover";

/** How time is drawn: with pauses short, or evenly. */
export type TimeScale = "pauses" | "even";

/** A part of the run to be shown; virtual ms. */
export interface TimeRange {
  readonly from: number;
  readonly until: number;
}

/** What the page shows at the moment. All parts of the page read it, change it by its methods, and hear of changes. */
export class PictureView {
  readonly picture: Picture;
  /** Places of the events at which a host starts again after a crash. */
  readonly restarts: ReadonlySet<number>;
  #filter: PictureFilter = { hosts: undefined, key: undefined, hidden: new Set() };
  #visible: VisiblePicture;
  #scale: TimeScale = "pauses";
  #axis: TimeAxis;
  #range: TimeRange;
  #selected: number | undefined;
  #hoveredCall: number | undefined;
  #search = "";
  #matches: Int32Array = new Int32Array();
  readonly #barOfEvent = new Map<number, number>();
  readonly #faultsByEvent = new Map<number, PictureFault>();
  readonly #calls = new Map<number, number[]>();
  readonly #listeners = new Set<(change: ViewChange) => void>();

  constructor(picture: Picture) {
    this.picture = picture;
    this.#visible = filterPicture(picture, this.#filter);
    this.#axis = this.#makeAxis();
    this.#range = { from: picture.from, until: picture.until };
    picture.bars.forEach(({ beginEvent, endEvent }, bar) => {
      if (beginEvent >= 0) this.#barOfEvent.set(beginEvent, bar);
      if (endEvent >= 0) this.#barOfEvent.set(endEvent, bar);
    });
    const crashed = new Set<string>();
    const restarts = new Set<number>();
    picture.events.forEach(({ kind, host }, at) => {
      if (kind === "crash") crashed.add(host);
      if (kind === "start" && crashed.delete(host)) restarts.add(at);
    });
    this.restarts = restarts;
    for (const fault of picture.faults) this.#faultsByEvent.set(fault.event, fault);
    picture.events.forEach(({ id, peer }, at) => {
      if (peer === undefined || id === 0) return;
      const known = this.#calls.get(id);
      if (known === undefined) this.#calls.set(id, [at]);
      else known.push(at);
    });
  }

  get filter(): PictureFilter {
    return this.#filter;
  }

  /** What the filter leaves of the picture. */
  get visible(): VisiblePicture {
    return this.#visible;
  }

  get scale(): TimeScale {
    return this.#scale;
  }

  get axis(): TimeAxis {
    return this.#axis;
  }

  /** What is in view. */
  get range(): TimeRange {
    return this.#range;
  }

  /** The place of the selected event. */
  get selected(): number | undefined {
    return this.#selected;
  }

  get selectedEvent(): TraceEvent | undefined {
    return this.#selected === undefined ? undefined : this.picture.events[this.#selected];
  }

  /** The place of the selected event's host; -1 for the network. */
  get selectedHost(): number | undefined {
    return this.#selected === undefined ? undefined : this.picture.eventHosts[this.#selected];
  }

  /** The place of the bar that the selected event begins or ends. */
  get selectedBar(): number | undefined {
    return this.#selected === undefined ? undefined : this.#barOfEvent.get(this.#selected);
  }

  get search(): string {
    return this.#search;
  }

  /** Places of the events that the search finds, among the visible ones, in order. */
  get matches(): Int32Array {
    return this.#matches;
  }

  /** Whether the call stands out: the selected event is part of it, or the pointer is over it. */
  standsOut(call: number): boolean {
    const event = this.selectedEvent;
    return call === this.#hoveredCall || (event?.peer !== undefined && event.id === call);
  }

  subscribe(listener: (change: ViewChange) => void): void {
    this.#listeners.add(listener);
  }

  /** Tells all listeners. For "theme", which is not kept here; other changes are told by the method that makes them. */
  notify(change: ViewChange): void {
    for (const listener of this.#listeners) listener(change);
  }

  /** The events of a call, in order. */
  eventsOfCall(id: number): readonly number[] {
    return this.#calls.get(id) ?? [];
  }

  faultAt(event: number): PictureFault | undefined {
    return this.#faultsByEvent.get(event);
  }

  /** @param event its place; undefined for none. @param options.reveal whether to bring it into view; default true */
  select(event: number | undefined, { reveal = true } = {}): void {
    this.#selected = event;
    this.notify("selection");
    if (reveal && event !== undefined) this.notify("reveal");
  }

  /** Selects the next visible event (1) or the one before (-1); of the same host only, if asked. */
  step(direction: 1 | -1, { sameHost = false } = {}): void {
    const { events, flags } = this.#visible;
    if (events.length === 0) return;
    let at = this.#selected;
    if (at === undefined) {
      const start = bisector(({ at: time }: { at: number }) => time).left(
        this.picture.events,
        this.#range.from,
      );
      at = direction > 0 ? start - 1 : start;
    }
    const host = this.selectedHost;
    for (let next = at + direction; next >= 0 && next < flags.length; next += direction) {
      if (flags[next] !== 1) continue;
      if (sameHost && host !== undefined && this.picture.eventHosts[next] !== host) continue;
      this.select(next);
      return;
    }
  }

  /** From one end of a message to the other, and on to what follows in the same call. */
  follow(direction: 1 | -1): void {
    const event = this.selectedEvent;
    if (event === undefined || this.#selected === undefined) return;
    const bar = this.selectedBar === undefined ? undefined : this.picture.bars[this.selectedBar];
    const chain =
      bar !== undefined
        ? [bar.beginEvent, bar.endEvent]
        : event.peer === undefined
          ? []
          : this.eventsOfCall(event.id);
    const next = chain[chain.indexOf(this.#selected) + direction];
    if (next !== undefined && next >= 0) this.select(next);
  }

  setFilter(change: Partial<PictureFilter>): void {
    this.#filter = { ...this.#filter, ...change };
    this.#visible = filterPicture(this.picture, this.#filter);
    this.#matches = findMatches(this.picture, this.#visible, this.#search);
    this.notify("filter");
  }

  setScale(scale: TimeScale): void {
    this.#scale = scale;
    this.#axis = this.#makeAxis();
    this.notify("scale");
  }

  setSearch(text: string): void {
    this.#search = text;
    this.#matches = findMatches(this.picture, this.#visible, text);
    this.notify("search");
  }

  /** To be called with what comes into view, before each frame. */
  setRange(range: TimeRange): void {
    this.#range = range;
    this.notify("range");
  }

  /** Lets a call stand out while the pointer is over it; undefined for none. */
  hover(call: number | undefined): void {
    if (call === this.#hoveredCall) return;
    this.#hoveredCall = call;
    this.notify("hover");
  }

  /** Selects the next match after the selected event, or before it; begins anew at the end. */
  nextMatch(direction: 1 | -1): void {
    const matches = this.#matches;
    if (matches.length === 0) return;
    const from = this.#selected ?? -1;
    const place = direction > 0 ? bisectRight(matches, from) : bisectLeft(matches, from) - 1;
    this.select(matches[(place + matches.length) % matches.length]);
  }

  #makeAxis(): TimeAxis {
    const { from, until, events } = this.picture;
    if (this.#scale === "even") return evenTimeAxis(from, until);
    return pausingTimeAxis(
      from,
      until,
      events.map(({ at }) => at),
    );
  }
}
