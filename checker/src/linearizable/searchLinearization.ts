import type { Budget } from "../history/Budget";
import { ConfigurationSet } from "./ConfigurationSet";
import type { Operation } from "../history/History";
import type { ModelSteps } from "../models/ModelSteps";
import { Timeline } from "../history/Timeline";
import { symmetricPredecessors } from "./symmetricPredecessors";

/** Operations by their numbers. */
export type LinearizationResult =
  | { readonly kind: "order"; readonly order: readonly number[] }
  | {
      readonly kind: "illegal";
      /** The partial linearization that got farthest in time. */
      readonly longestPartial: readonly number[];
      /** The operation that could not be linearized before its return. */
      readonly unlinearizable: number;
    };

/** A moment at which an operation returns that has not been linearized: something must be linearized now. */
interface Decision<State> {
  readonly event: number;
  readonly linearized: Int32Array;
  readonly state: State;
  /** How long the order is here, and was when this event was reached. */
  readonly length: number;
  readonly lengthOnArrival: number;
  /** Which candidate is tried next: 0 is the operation that returns. */
  next: number;
}

/**
 * Looks for one order of all operations that respects real time and that the model allows: Wing and Gong's search
 * with Lowe's memory of dead ends ("Testing for linearizability", 2017), walking along the returns, as Lowe's
 * just-in-time linearization does. What keeps it small, each without losing an answer:
 *
 * - An operation is linearized only when one returns that has not been. Then that one is linearized, or first others
 *   that make a difference to it: whoever could as well be linearized after it waits (see `#hasRedundant`).
 * - Parts that do not influence each other, when they are searched together, do not wait for each other.
 * - A read is linearized as soon as its answer fits: it is in nobody's way.
 * - Of two symmetric operations the earlier one is linearized first (see `symmetricPredecessors`).
 * - A pending operation is not linearized when leaving it out leads to the same state.
 *
 * Why an order that waits is never missed: let X be a configuration (an operation's return, what is linearized, a state)
 * from which everything else can be linearized, with as few linearized as possible. If some way to X were refused as
 * redundant, the way without the redundant operation would lead to a configuration that also can be completed, with
 * fewer linearized.
 *
 * Throws when the budget runs out; see `withinBudget`.
 */
export function searchLinearization<State>(
  history: readonly Operation<unknown, unknown>[],
  steps: ModelSteps<State>,
  budget: Budget,
): LinearizationResult {
  return new LinearizationSearch(history, steps, budget).run();
}

class LinearizationSearch<State> {
  readonly #history: readonly Operation<unknown, unknown>[];
  readonly #steps: ModelSteps<State>;
  readonly #timeline: Timeline;
  readonly #deadEnds: ConfigurationSet;
  readonly #order: number[] = [];
  /** The state before each operation of the order. */
  readonly #states: State[] = [];
  readonly #decisions: Decision<State>[] = [];
  #symmetric: Int32Array | undefined;
  #event = 0;
  /** When the event was reached: the order's length. */
  #lengthOnArrival = 0;
  #linearized: Int32Array;
  #state: State;
  #best: { event: number; longestPartial: readonly number[]; unlinearizable: number } = {
    event: -1,
    longestPartial: [],
    unlinearizable: 0,
  };

  constructor(history: readonly Operation<unknown, unknown>[], steps: ModelSteps<State>, budget: Budget) {
    this.#history = history;
    this.#steps = steps;
    this.#timeline = new Timeline(history, (operation) => steps.isRead(operation));
    this.#deadEnds = new ConfigurationSet(this.#timeline.words, budget);
    this.#linearized = new Int32Array(this.#timeline.words);
    this.#state = steps.init;
  }

  run(): LinearizationResult {
    while (this.#walk()) {
      if (!this.#isDeadEnd()) this.#decide();
      while (!this.#tryNext()) {
        const { longestPartial, unlinearizable } = this.#best;
        if (!this.#backtrack()) return { kind: "illegal", longestPartial, unlinearizable };
      }
    }
    return { kind: "order", order: this.#order };
  }

  /** Follows the events up to a return of what is not linearized. False at the end of the history. */
  #walk(): boolean {
    const { events } = this.#timeline;
    for (; this.#event < events.length; this.#advance()) {
      const event = events[this.#event] as number;
      const operation = event >> 1;
      if (event % 2 === 1) {
        if (!this.#isLinearized(operation)) return true;
        this.#flip(operation);
      } else if (this.#steps.isRead(operation)) this.#linearizeIfRead(operation);
    }
    return false;
  }

  #advance(): void {
    this.#event += 1;
    this.#lengthOnArrival = this.#order.length;
  }

  #isDeadEnd(): boolean {
    return (
      this.#deadEnds.size > 0 &&
      this.#deadEnds.has(this.#event, this.#linearized, this.#steps.key(this.#state))
    );
  }

  #decide(): void {
    this.#decisions.push({
      event: this.#event,
      linearized: this.#linearized.slice(),
      state: this.#state,
      length: this.#order.length,
      lengthOnArrival: this.#lengthOnArrival,
      next: 0,
    });
  }

  /** Tries the last decision's candidates until one can be linearized. False when there is none left. */
  #tryNext(): boolean {
    const decision = this.#decisions.at(-1);
    if (decision === undefined) return false;
    const first = decision.next === 0;
    for (;;) {
      const candidate = this.#candidate(decision);
      if (candidate === undefined) break;
      this.#restore(decision);
      if (this.#tryLinearize(candidate, this.#returning(decision.event))) return true;
    }
    this.#restore(decision);
    if (first) this.#remember(decision.event);
    return false;
  }

  /** The last decision was wrong. False when there is none to go back to. */
  #backtrack(): boolean {
    const decision = this.#decisions.pop();
    if (decision === undefined) return false;
    this.#deadEnds.add(decision.event, decision.linearized, this.#steps.key(decision.state));
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

  #tryLinearize(operation: number, returning: number): boolean {
    if (this.#isLinearized(operation)) return false;
    if (operation !== returning) {
      // interact is transitive: what does not interact with the one that returns can wait, with all it interacts with.
      if (!this.#steps.interact(operation, returning)) return false;
      this.#symmetric ??= symmetricPredecessors(this.#history, this.#steps);
      const symmetric = this.#symmetric[operation] ?? -1;
      if (
        symmetric >= 0 &&
        symmetric !== returning &&
        this.#isOpen(symmetric) &&
        !this.#isLinearized(symmetric)
      )
        return false;
      if (symmetric === returning) return false;
    }
    const next = this.#steps.step(this.#state, operation);
    if (next === undefined) return false;
    this.#linearize(operation, next);
    for (const read of this.#timeline.returns[this.#event]?.reads ?? []) {
      if (this.#steps.interact(read, operation)) this.#linearizeIfRead(read);
    }
    return !this.#hasRedundant(this.#isLinearized(returning));
  }

  /**
   * Whether an operation linearized since the event was reached is redundant, and could be left out without a
   * difference: all that was linearized after it is possible without it, and then the state is the same (when it is
   * pending), or is so after linearizing it last (once the operation that returns is linearized).
   */
  #hasRedundant(complete: boolean): boolean {
    for (let i = this.#lengthOnArrival; i < this.#order.length - 1; i++) {
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

  #linearizeIfRead(operation: number): void {
    if (this.#isLinearized(operation)) return;
    const next = this.#steps.step(this.#state, operation);
    if (next !== undefined) this.#linearize(operation, next);
  }

  #linearize(operation: number, next: State): void {
    this.#order.push(operation);
    this.#states.push(this.#state);
    this.#state = next;
    this.#flip(operation);
  }

  #restore({ event, linearized, state, length, lengthOnArrival }: Decision<State>): void {
    this.#event = event;
    this.#linearized.set(linearized);
    this.#state = state;
    this.#order.length = length;
    this.#states.length = length;
    this.#lengthOnArrival = lengthOnArrival;
  }

  /** Keeps the order that got farthest. */
  #remember(event: number): void {
    const { event: farthest, longestPartial } = this.#best;
    if (event < farthest || (event === farthest && this.#order.length <= longestPartial.length)) return;
    this.#best = { event, longestPartial: [...this.#order], unlinearizable: this.#returning(event) };
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

  #isLinearized(operation: number): boolean {
    const slot = this.#timeline.slots[operation] as number;
    return ((this.#linearized[slot >> 5] as number) & (1 << (slot & 31))) !== 0;
  }

  #flip(operation: number): void {
    const slot = this.#timeline.slots[operation] as number;
    this.#linearized[slot >> 5] = (this.#linearized[slot >> 5] as number) ^ (1 << (slot & 31));
  }
}
