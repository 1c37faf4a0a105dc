import type { Budget } from "../history/Budget";
import { ConfigurationSet } from "./ConfigurationSet";
import { FarthestOrder } from "./FarthestOrder";
import type { LinearizationResult, LinearizationSearch } from "./LinearizationSearch";
import type { ModelSteps } from "../models/ModelSteps";
import type { Operation } from "../history/History";
import { OrderInProgress, type OrderPlace } from "./OrderInProgress";
import { symmetricPredecessors } from "./symmetricPredecessors";
import { Timeline, type TimelineReturn } from "../history/Timeline";

/** A configuration that has been reached. */
interface Reached<State> {
  /** The first return of an operation that is not linearized. */
  readonly event: number;
  readonly place: OrderPlace<State>;
  /** What can be linearized now, oldest call first. */
  readonly candidates: readonly number[];
  next: number;
}

/**
 * Looks for one order in the order that Wing and Gong gave ("Testing and verifying concurrent objects", 1993), with
 * Lowe's memory: of all open operations, the one that was called first is linearized first, whether somebody waits
 * for it or not. It meets far more configurations than `JustInTimeSearch`, but finds an order sooner where operations
 * mostly took effect as they were called, and where many never returned: those are tried while they are new, and not
 * in every combination once an answer does not fit.
 *
 * Reads and symmetric operations are treated as there.
 */
export class OldestCallSearch<State> implements LinearizationSearch {
  readonly #steps: ModelSteps<State>;
  readonly #budget: Budget;
  readonly #timeline: Timeline;
  readonly #symmetric: Int32Array;
  readonly #met: ConfigurationSet;
  readonly #order: OrderInProgress<State>;
  readonly #reached: Reached<State>[] = [];
  readonly #farthest = new FarthestOrder();
  #event = 0;

  constructor(history: readonly Operation<unknown, unknown>[], steps: ModelSteps<State>, budget: Budget) {
    this.#steps = steps;
    this.#budget = budget;
    this.#timeline = new Timeline(history, (operation) => steps.isRead(operation));
    this.#symmetric = symmetricPredecessors(history, steps);
    this.#met = new ConfigurationSet(this.#timeline.words, budget);
    this.#order = new OrderInProgress(steps, this.#timeline);
  }

  advance(steps: number): LinearizationResult | undefined {
    const end = this.#budget.stepsTaken + steps;
    if (this.#reached.length === 0 && this.#isComplete()) return this.#found();
    while (this.#budget.stepsTaken < end) {
      const last = this.#reached.at(-1);
      if (last === undefined) {
        const { longestPartial, unlinearizable } = this.#farthest;
        return { kind: "illegal", longestPartial, unlinearizable };
      }
      const candidate = last.candidates[last.next++];
      if (candidate === undefined) this.#reached.pop();
      else if (this.#tryLinearize(last, candidate) && this.#isComplete()) return this.#found();
    }
    return undefined;
  }

  release(): void {
    this.#met.release();
  }

  #found(): LinearizationResult {
    return { kind: "order", order: this.#order.operations };
  }

  #tryLinearize(from: Reached<State>, candidate: number): boolean {
    const next = this.#steps.step(from.place.state, candidate);
    if (next === undefined) return false;
    this.#event = from.event;
    this.#order.restore(from.place);
    this.#order.append(candidate, next);
    for (const read of this.#open(from.event).reads) this.#order.appendIfPossible(read);
    return true;
  }

  /** Follows the events to the next return of what is not linearized, which is a new configuration. True at the end. */
  #isComplete(): boolean {
    const { events } = this.#timeline;
    for (; this.#event < events.length; this.#event++) {
      const event = events[this.#event] as number;
      const operation = event >> 1;
      if (event % 2 === 0) {
        if (this.#steps.isRead(operation)) this.#order.appendIfPossible(operation);
      } else if (this.#order.has(operation)) this.#order.flip(operation);
      else {
        this.#reach(operation);
        return false;
      }
    }
    return true;
  }

  #reach(returning: number): void {
    this.#farthest.offer(this.#event, returning, this.#order.operations);
    if (!this.#met.add(this.#event, this.#order.linearized, this.#steps.key(this.#order.state))) return;
    this.#reached.push({
      event: this.#event,
      place: this.#order.place(),
      candidates: this.#candidates(returning),
      next: 0,
    });
  }

  #candidates(returning: number): number[] {
    const { writes, neverReturned } = this.#open(this.#event);
    const { callPlaces } = this.#timeline;
    const open = [...writes, ...this.#timeline.neverReturned.slice(0, neverReturned)];
    if (!this.#steps.isRead(returning)) open.push(returning);
    const waiting = new Set(open.filter((operation) => !this.#order.has(operation)));
    return [...waiting]
      .filter((operation) => !waiting.has(this.#symmetric[operation] ?? -1))
      .sort((a, b) => (callPlaces[a] as number) - (callPlaces[b] as number));
  }

  #open(event: number): TimelineReturn {
    return this.#timeline.returns[event] as TimelineReturn;
  }
}
