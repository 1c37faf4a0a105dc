import type { Operation } from "./History";

/** A call or a return: operation * 2, plus 1 for a return. */
type Event = number;

/** What is open when an operation returns. */
export interface TimelineReturn {
  /** Operations that are open and will return, without reads; the one that returns is not among them. */
  readonly writes: readonly number[];
  /** Reads that are open; if the one that returns is a read, it is the first. */
  readonly reads: readonly number[];
  /** How many of `neverReturned` have been called. */
  readonly neverReturned: number;
}

/**
 * The calls and returns of a history in order of time; a call before a return of the same instant, so that the two
 * are concurrent. Reads that never returned are left out: they say nothing.
 */
export class Timeline {
  readonly events: readonly Event[];
  /** For each event that is a return. */
  readonly returns: readonly (TimelineReturn | undefined)[];
  /** Operations without a return, in the order of their calls. */
  readonly neverReturned: readonly number[];
  /** For each operation a number that no other has while it is open: its bit. */
  readonly slots: Int32Array;
  /** For each operation its place among the events: where it is called. */
  readonly callPlaces: Int32Array;
  /** How many 32-bit words hold all bits. */
  readonly words: number;

  constructor(history: readonly Operation<unknown, unknown>[], isRead: (operation: number) => boolean) {
    const events = sortedTimelineEvents(history, isRead);
    const returns: (TimelineReturn | undefined)[] = [];
    const neverReturned: number[] = [];
    const slots = new Int32Array(history.length);
    const callPlaces = new Int32Array(history.length);
    const [writes, reads] = [new Set<number>(), new Set<number>()];
    const freeSlots: number[] = [];
    let slotCount = 0;
    for (const [place, event] of events.entries()) {
      const operation = event >> 1;
      const open = isRead(operation) ? reads : writes;
      if (event % 2 === 0) {
        callPlaces[operation] = place;
        slots[operation] = freeSlots.pop() ?? slotCount++;
        if (history[operation]?.returned === Infinity) neverReturned.push(operation);
        else open.add(operation);
        returns.push(undefined);
        continue;
      }
      open.delete(operation);
      const first = open === reads ? [operation] : [];
      returns.push({ writes: [...writes], reads: [...first, ...reads], neverReturned: neverReturned.length });
      freeSlots.push(slots[operation] ?? 0);
    }
    this.events = events;
    this.returns = returns;
    this.neverReturned = neverReturned;
    this.slots = slots;
    this.callPlaces = callPlaces;
    this.words = Math.max(1, Math.ceil(slotCount / 32));
  }
}

function sortedTimelineEvents(
  history: readonly Operation<unknown, unknown>[],
  isRead: (operation: number) => boolean,
): Event[] {
  const events: Event[] = [];
  history.forEach(({ returned }, operation) => {
    if (returned !== Infinity) events.push(operation * 2, operation * 2 + 1);
    else if (!isRead(operation)) events.push(operation * 2);
  });
  const time = new Float64Array(history.length * 2);
  history.forEach(({ called, returned }, operation) => {
    time[operation * 2] = called;
    time[operation * 2 + 1] = returned;
  });
  return events.sort((a, b) => {
    const [timeA = 0, timeB = 0] = [time[a], time[b]];
    if (timeA !== timeB) return timeA < timeB ? -1 : 1;
    return (a % 2) - (b % 2) || a - b;
  });
}
