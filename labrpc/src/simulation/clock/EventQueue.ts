import type { Call } from "../messages/Call";
import type { InFlightMessage } from "../messages/InFlightMessage";

/** What set a timer: a call that gives up then, or student code at a place, "FILE:LINE:COLUMN" or "" when not known. */
export type TimerCause = Pick<Call, "id" | "to" | "method"> | string;

/** Something that happens at one instant of virtual time. */
export interface SimEvent {
  /** Virtual ms since the start of the run. A strategy may set it anew when it takes the event. */
  at: number;
  /** Decides between events of the same instant; comes from the seed. */
  readonly tie: number;
  /** The order in which events were scheduled; decides between equal ties. */
  readonly order: number;
  /** The host whose code runs, if it is one host's event. */
  readonly host: string | undefined;
  /** The message that the event delivers, when a strategy may choose the time. */
  readonly message: InFlightMessage | undefined;
  /** Known of timers of hosts. */
  readonly cause: TimerCause | undefined;
  /** A cancelled event is passed over. */
  cancelled: boolean;
  run(): void;
}

function isEventBefore(a: SimEvent, b: SimEvent): boolean {
  if (a.at !== b.at) return a.at < b.at;
  if (a.tie !== b.tie) return a.tie < b.tie;
  return a.order < b.order;
}

/** The events to come, the earliest first: a binary heap. */
export class EventQueue {
  readonly #heap: SimEvent[] = [];

  push(event: SimEvent): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(event);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent] as SimEvent;
      if (!isEventBefore(event, above)) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = event;
  }

  /** Takes out the earliest event that is not cancelled; undefined when there is none. */
  pop(): SimEvent | undefined {
    for (;;) {
      const first = this.#heap[0];
      if (first === undefined) return undefined;
      const last = this.#heap.pop() as SimEvent;
      if (this.#heap.length > 0) this.#sink(last);
      if (!first.cancelled) return first;
    }
  }

  /** The earliest event that is not cancelled, left where it is. */
  peek(): SimEvent | undefined {
    const first = this.#heap[0];
    if (first?.cancelled !== true) return first;
    const next = this.pop();
    if (next !== undefined) this.push(next);
    return next;
  }

  #sink(event: SimEvent): void {
    const heap = this.#heap;
    const size = heap.length;
    let at = 0;
    for (;;) {
      let child = at * 2 + 1;
      if (child >= size) break;
      const right = child + 1;
      if (right < size && isEventBefore(heap[right] as SimEvent, heap[child] as SimEvent)) child = right;
      const below = heap[child] as SimEvent;
      if (!isEventBefore(below, event)) break;
      heap[at] = below;
      at = child;
    }
    heap[at] = event;
  }
}
