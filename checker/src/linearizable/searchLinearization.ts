import type { Budget } from "../history/Budget";
import { ConfigurationSet } from "./ConfigurationSet";
import type { Operation } from "../history/History";
import type { Steps } from "../models/Steps";
import { Timeline } from "../history/Timeline";
import { twinsOf } from "./symmetricPredecessors";

/** Operations by their numbers. */
export type SearchResult =
  | { readonly kind: "order"; readonly order: readonly number[] }
  | {
      readonly kind: "illegal";
      /** The order that got farthest in time. */
      readonly longest: readonly number[];
      /** The operation at whose return it was stuck. */
      readonly stuck: number;
    };

/** A moment at which an operation returns that has not been placed: something must be placed now. */
interface Decision<State> {
  readonly event: number;
  readonly placed: Int32Array;
  readonly state: State;
  /** How long the order is here, and was when this event was reached. */
  readonly length: number;
  readonly arrived: number;
  /** Which candidate is tried next: 0 is the operation that returns. */
  next: number;
}

/**
 * Looks for one order of all operations that respects real time and that the model allows: Wing and Gong's search
 * with Lowe's memory of dead ends ("Testing for linearizability", 2017), walking along the returns, as Lowe's
 * just-in-time linearization does. What keeps it small, each without losing an answer:
 *
 * - An operation is placed only when one returns that has not been. Then that one is placed, or first others that
 *   make a difference to it: whoever could as well be placed after it waits (see `#isIdle`).
 * - Parts that do not influence each other, when they are searched together, do not wait for each other.
 * - A read is placed as soon as its answer fits: it is in nobody's way.
 * - Of two equal requests the earlier one is placed first (see `twinsOf`).
 * - A request that never returned is not placed when leaving it out leads to the same state.
 *
 * Why an order that waits is never missed: let X be a configuration (an operation's return, what is placed, a state)
 * from which everything else can be placed, with as few placed as possible. If some way to X were refused as idle,
 * the way without the idle operation would lead to a configuration that also can be completed, with fewer placed.
 *
 * Throws when the budget runs out; see `withinBudget`.
 */
export function search<State>(
  history: readonly Operation<unknown, unknown>[],
  steps: Steps<State>,
  budget: Budget,
): SearchResult {
  return new Search(history, steps, budget).run();
}

class Search<State> {
  readonly #history: readonly Operation<unknown, unknown>[];
  readonly #steps: Steps<State>;
  readonly #timeline: Timeline;
  readonly #dead: ConfigurationSet;
  readonly #order: number[] = [];
  /** The state before each operation of the order. */
  readonly #states: State[] = [];
  readonly #decisions: Decision<State>[] = [];
  #twins: Int32Array | undefined;
  #event = 0;
  /** When the event was reached: the order's length. */
  #arrived = 0;
  #placed: Int32Array;
  #state: State;
  #best: { event: number; longest: readonly number[]; stuck: number } = { event: -1, longest: [], stuck: 0 };

  constructor(history: readonly Operation<unknown, unknown>[], steps: Steps<State>, budget: Budget) {
    this.#history = history;
    this.#steps = steps;
    this.#timeline = new Timeline(history, (operation) => steps.isRead(operation));
    this.#dead = new ConfigurationSet(this.#timeline.words, budget);
    this.#placed = new Int32Array(this.#timeline.words);
    this.#state = steps.initial;
  }

  run(): SearchResult {
    while (this.#walk()) {
      if (!this.#isDead()) this.#decide();
      while (!this.#tryNext()) {
        const { longest, stuck } = this.#best;
        if (!this.#giveUp()) return { kind: "illegal", longest, stuck };
      }
    }
    return { kind: "order", order: this.#order };
  }

  /** Follows the events up to a return of what is not placed. False at the end of the history. */
  #walk(): boolean {
    const { events } = this.#timeline;
    for (; this.#event < events.length; this.#advance()) {
      const event = events[this.#event] as number;
      const operation = event >> 1;
      if (event % 2 === 1) {
        if (!this.#has(operation)) return true;
        this.#flip(operation);
      } else if (this.#steps.isRead(operation)) this.#placeIfRead(operation);
    }
    return false;
  }

  #advance(): void {
    this.#event += 1;
    this.#arrived = this.#order.length;
  }

  #isDead(): boolean {
    return this.#dead.size > 0 && this.#dead.has(this.#event, this.#placed, this.#steps.key(this.#state));
  }

  #decide(): void {
    this.#decisions.push({
      event: this.#event,
      placed: this.#placed.slice(),
      state: this.#state,
      length: this.#order.length,
      arrived: this.#arrived,
      next: 0,
    });
  }

  /** Tries the last decision's candidates until one can be placed. False when there is none left. */
  #tryNext(): boolean {
    const decision = this.#decisions.at(-1);
    if (decision === undefined) return false;
    const first = decision.next === 0;
    for (;;) {
      const candidate = this.#candidate(decision);
      if (candidate === undefined) break;
      this.#restore(decision);
      if (this.#tryPlace(candidate, this.#returning(decision.event))) return true;
    }
    this.#restore(decision);
    if (first) this.#remember(decision.event);
    return false;
  }

  /** The last decision was wrong. False when there is none to go back to. */
  #giveUp(): boolean {
    const decision = this.#decisions.pop();
    if (decision === undefined) return false;
    this.#dead.add(decision.event, decision.placed, this.#steps.key(decision.state));
    return this.#decisions.length > 0;
  }

  /** The next operation to try: the one that returns, others that will return, those that never did. */
  #candidate(decision: Decision<State>): number | undefined {
    const { writes, neverReturned } = this.#timeline.returns[decision.event] as NonNullable<
      Timeline["returns"][number]
    >;
    const at = decision.next++;
    if (at === 0) return this.#returning(decision.event);
    if (at <= writes.length) return writes[at - 1];
    return at - writes.length <= neverReturned
      ? this.#timeline.neverReturned[at - 1 - writes.length]
      : undefined;
  }

  #tryPlace(operation: number, returning: number): boolean {
    if (this.#has(operation)) return false;
    if (operation !== returning) {
      // interact is transitive: what does not interact with the one that returns can wait, with all it interacts with.
      if (!this.#steps.interact(operation, returning)) return false;
      this.#twins ??= twinsOf(this.#history, this.#steps);
      const twin = this.#twins[operation] ?? -1;
      if (twin >= 0 && twin !== returning && this.#isOpen(twin) && !this.#has(twin)) return false;
      if (twin === returning) return false;
    }
    const next = this.#steps.step(this.#state, operation);
    if (next === undefined) return false;
    this.#place(operation, next);
    for (const read of this.#timeline.returns[this.#event]?.reads ?? []) {
      if (this.#steps.interact(read, operation)) this.#placeIfRead(read);
    }
    return !this.#isIdle(this.#has(returning));
  }

  /**
   * Whether an operation placed since the event was reached could be left out without a difference: all that was
   * placed after it is possible without it, and then the state is the same (when it never returned), or is so after
   * placing it last (once the operation that returns is placed).
   */
  #isIdle(complete: boolean): boolean {
    for (let i = this.#arrived; i < this.#order.length - 1; i++) {
      const operation = this.#order[i] as number;
      if (this.#steps.isRead(operation)) continue;
      const optional = this.#history[operation]?.returned === Infinity;
      if (!complete && !optional) continue;
      const without = this.#replay(i);
      if (without === undefined) continue;
      if (optional && this.#isState(without)) return true;
      if (!complete) continue;
      const last = this.#steps.step(without, operation);
      if (last !== undefined && this.#isState(last)) return true;
    }
    return false;
  }

  /** The state after the order without its operation at `left`, or undefined when that is not possible. */
  #replay(left: number): State | undefined {
    let state: State | undefined = this.#states[left];
    for (let i = left + 1; i < this.#order.length && state !== undefined; i++) {
      state = this.#steps.step(state, this.#order[i] as number);
    }
    return state;
  }

  #isState(state: State): boolean {
    return state === this.#state || this.#steps.key(state) === this.#steps.key(this.#state);
  }

  #placeIfRead(operation: number): void {
    if (this.#has(operation)) return;
    const next = this.#steps.step(this.#state, operation);
    if (next !== undefined) this.#place(operation, next);
  }

  #place(operation: number, next: State): void {
    this.#order.push(operation);
    this.#states.push(this.#state);
    this.#state = next;
    this.#flip(operation);
  }

  #restore({ event, placed, state, length, arrived }: Decision<State>): void {
    this.#event = event;
    this.#placed.set(placed);
    this.#state = state;
    this.#order.length = length;
    this.#states.length = length;
    this.#arrived = arrived;
  }

  /** Keeps the order that got farthest. */
  #remember(event: number): void {
    const { event: farthest, longest } = this.#best;
    if (event < farthest || (event === farthest && this.#order.length <= longest.length)) return;
    this.#best = { event, longest: [...this.#order], stuck: this.#returning(event) };
  }

  #returning(event: number): number {
    return (this.#timeline.events[event] as number) >> 1;
  }

  /** Whether the operation has been called and has not returned where the search is. */
  #isOpen(operation: number): boolean {
    const { writes, neverReturned } = this.#timeline.returns[this.#event] as NonNullable<
      Timeline["returns"][number]
    >;
    if (this.#history[operation]?.returned !== Infinity) return writes.includes(operation);
    return this.#timeline.neverReturned.indexOf(operation) < neverReturned;
  }

  #has(operation: number): boolean {
    const slot = this.#timeline.slots[operation] as number;
    return ((this.#placed[slot >> 5] as number) & (1 << (slot & 31))) !== 0;
  }

  #flip(operation: number): void {
    const slot = this.#timeline.slots[operation] as number;
    this.#placed[slot >> 5] = (this.#placed[slot >> 5] as number) ^ (1 << (slot & 31));
  }
}
