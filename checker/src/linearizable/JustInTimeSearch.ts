import type { Budget } from "../history/Budget";
import { ConfigurationSet } from "./ConfigurationSet";
import { FarthestOrder } from "./FarthestOrder";
import type { LinearizationResult, LinearizationSearch } from "./LinearizationSearch";
import type { ModelSteps } from "../models/ModelSteps";
import type { Operation } from "../history/History";
import { OrderInProgress, type OrderPlace } from "./OrderInProgress";
import { symmetricPredecessors } from "./symmetricPredecessors";
import { Timeline, type TimelineReturn } from "../history/Timeline";

/** A moment at which an operation returns that has not been linearized: something must be linearized now. */
interface Decision<State> {
  readonly event: number;
  readonly place: OrderPlace<State>;
  /** How long the order was when this event was reached. */
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
 */
export class JustInTimeSearch<State> implements LinearizationSearch {
  readonly #history: readonly Operation<unknown, unknown>[];
  readonly #steps: ModelSteps<State>;
  readonly #budget: Budget;
  readonly #timeline: Timeline;
  readonly #deadEnds: ConfigurationSet;
  readonly #order: OrderInProgress<State>;
  readonly #decisions: Decision<State>[] = [];
  readonly #farthest = new FarthestOrder();
  #symmetric: Int32Array | undefined;
  #event = 0;
  /** When the event was reached: the order's length. */
  #lengthOnArrival = 0;

  constructor(history: readonly Operation<unknown, unknown>[], steps: ModelSteps<State>, budget: Budget) {
    this.#history = history;
    this.#steps = steps;
    this.#budget = budget;
    this.#timeline = new Timeline(history, (operation) => steps.isRead(operation));
    this.#deadEnds = new ConfigurationSet(this.#timeline.words, budget);
    this.#order = new OrderInProgress(steps, this.#timeline);
  }

  advance(steps: number): LinearizationResult | undefined {
    const end = this.#budget.stepsTaken + steps;
    while (this.#walk()) {
      // It walks to the same event when it goes on.
      if (this.#budget.stepsTaken >= end) return undefined;
      if (!this.#isDeadEnd()) this.#decide();
      while (!this.#tryNext()) {
        const { longestPartial, unlinearizable } = this.#farthest;
        if (!this.#backtrack()) return { kind: "illegal", longestPartial, unlinearizable };
      }
    }
    return { kind: "order", order: this.#order.operations };
  }

  release(): void {
    this.#deadEnds.release();
  }

  /** Follows the events up to a return of what is not linearized. False at the end of the history. */
  #walk(): boolean {
    const { events } = this.#timeline;
    for (; this.#event < events.length; this.#advance()) {
      const event = events[this.#event] as number;
      const operation = event >> 1;
      if (event % 2 === 1) {
        if (!this.#order.has(operation)) return true;
        this.#order.flip(operation);
      } else if (this.#steps.isRead(operation)) this.#order.appendIfPossible(operation);
    }
    return false;
  }

  #advance(): void {
    this.#event += 1;
    this.#lengthOnArrival = this.#order.operations.length;
  }

  #isDeadEnd(): boolean {
    return (
      this.#deadEnds.size > 0 &&
      this.#deadEnds.has(this.#event, this.#order.linearized, this.#steps.key(this.#order.state))
    );
  }

  #decide(): void {
    const [event, lengthOnArrival] = [this.#event, this.#lengthOnArrival];
    this.#decisions.push({ event, place: this.#order.place(), lengthOnArrival, next: 0 });
  }

  /** Tries the last decision's candidates until one can be linearized. False when there is none left. */
  #tryNext(): boolean {
    const decision = this.#decisions.at(-1);
    if (decision === undefined) return false;
    const returning = this.#returning(decision.event);
    const first = decision.next === 0;
    for (;;) {
      const candidate = this.#candidate(decision);
      if (candidate === undefined) break;
      this.#restore(decision);
      if (this.#tryLinearize(candidate, returning)) return true;
    }
    this.#restore(decision);
    if (first) this.#farthest.offer(decision.event, returning, this.#order.operations);
    return false;
  }

  /** The last decision was wrong. False when there is none to go back to. */
  #backtrack(): boolean {
    const decision = this.#decisions.pop();
    if (decision === undefined) return false;
    const { linearized, state } = decision.place;
    this.#deadEnds.add(decision.event, linearized, this.#steps.key(state));
    return this.#decisions.length > 0;
  }

  /** The next operation to try: the one that returns, others that will return, those that never did. */
  #candidate(decision: Decision<State>): number | undefined {
    const { writes, neverReturned } = this.#open(decision.event);
    const at = decision.next++;
    if (at === 0) return this.#returning(decision.event);
    if (at <= writes.length) return writes[at - 1];
    return at - writes.length <= neverReturned
      ? this.#timeline.neverReturned[at - 1 - writes.length]
      : undefined;
  }

  #tryLinearize(operation: number, returning: number): boolean {
    if (this.#order.has(operation)) return false;
    if (operation !== returning) {
      // interact is transitive: what does not interact with the one that returns can wait, with all it interacts with.
      if (!this.#steps.interact(operation, returning)) return false;
      this.#symmetric ??= symmetricPredecessors(this.#history, this.#steps);
      const symmetric = this.#symmetric[operation] ?? -1;
      if (symmetric === returning) return false;
      if (symmetric >= 0 && this.#isOpen(symmetric) && !this.#order.has(symmetric)) return false;
    }
    const next = this.#steps.step(this.#order.state, operation);
    if (next === undefined) return false;
    this.#order.append(operation, next);
    for (const read of this.#open(this.#event).reads) {
      if (this.#steps.interact(read, operation)) this.#order.appendIfPossible(read);
    }
    return !this.#hasRedundant(this.#order.has(returning));
  }

  /**
   * Whether an operation linearized since the event was reached is redundant, and could be left out without a
   * difference: all that was linearized after it is possible without it, and then the state is the same (when it is
   * pending), or is so after linearizing it last (once the operation that returns is linearized).
   */
  #hasRedundant(complete: boolean): boolean {
    const { operations } = this.#order;
    for (let i = this.#lengthOnArrival; i < operations.length - 1; i++) {
      const operation = operations[i] as number;
      if (this.#steps.isRead(operation)) continue;
      const optional = this.#history[operation]?.returned === Infinity;
      if (!complete && !optional) continue;
      const without = this.#order.stateWithout(i);
      if (without === undefined) continue;
      if (optional && this.#order.leadsTo(without)) return true;
      if (!complete) continue;
      const last = this.#steps.step(without, operation);
      if (last !== undefined && this.#order.leadsTo(last)) return true;
    }
    return false;
  }

  #restore({ event, place, lengthOnArrival }: Decision<State>): void {
    this.#event = event;
    this.#lengthOnArrival = lengthOnArrival;
    this.#order.restore(place);
  }

  #returning(event: number): number {
    return (this.#timeline.events[event] as number) >> 1;
  }

  #open(event: number): TimelineReturn {
    return this.#timeline.returns[event] as TimelineReturn;
  }

  /** Whether the operation has been called and has not returned where the search is. */
  #isOpen(operation: number): boolean {
    const { writes, neverReturned } = this.#open(this.#event);
    if (this.#history[operation]?.returned !== Infinity) return writes.includes(operation);
    return this.#timeline.neverReturned.indexOf(operation) < neverReturned;
  }
}
