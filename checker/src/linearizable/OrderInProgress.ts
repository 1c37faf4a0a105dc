import type { ModelSteps } from "../models/ModelSteps";
import type { Timeline } from "../history/Timeline";

/** A place of a search to come back to. */
export interface OrderPlace<State> {
  /** Which open operations are linearized: their bits; see `Timeline`. */
  readonly linearized: Int32Array;
  readonly state: State;
  readonly length: number;
}

/** An order of operations that a search appends to and cuts off again, and the state that it leads to. */
export class OrderInProgress<State> {
  readonly operations: number[] = [];
  state: State;
  /** The bits of those operations that are open and linearized; an operation's bit is cleared when it returns. */
  readonly linearized: Int32Array;
  readonly #steps: ModelSteps<State>;
  readonly #slots: Int32Array;
  /** The state before each operation. */
  readonly #states: State[] = [];

  constructor(steps: ModelSteps<State>, { slots, words }: Timeline) {
    this.#steps = steps;
    this.#slots = slots;
    this.linearized = new Int32Array(words);
    this.state = steps.init;
  }

  /** @param next the state that the operation leads to */
  append(operation: number, next: State): void {
    this.operations.push(operation);
    this.#states.push(this.state);
    this.state = next;
    this.flip(operation);
  }

  /** Appends an operation that is not in it yet, if the model allows that here. */
  appendIfPossible(operation: number): void {
    if (this.has(operation)) return;
    const next = this.#steps.step(this.state, operation);
    if (next !== undefined) this.append(operation, next);
  }

  /** Whether an operation that is open where the search is, is in the order. */
  has(operation: number): boolean {
    const slot = this.#slots[operation] as number;
    return ((this.linearized[slot >> 5] as number) & (1 << (slot & 31))) !== 0;
  }

  /** Sets the bit of an operation, or clears it. */
  flip(operation: number): void {
    const slot = this.#slots[operation] as number;
    this.linearized[slot >> 5] = (this.linearized[slot >> 5] as number) ^ (1 << (slot & 31));
  }

  place(): OrderPlace<State> {
    return { linearized: this.linearized.slice(), state: this.state, length: this.operations.length };
  }

  restore({ linearized, state, length }: OrderPlace<State>): void {
    this.linearized.set(linearized);
    this.state = state;
    this.operations.length = length;
    this.#states.length = length;
  }

  /** The state after the order without its operation at `left`, or undefined when that is not possible. */
  stateWithout(left: number): State | undefined {
    let state: State | undefined = this.#states[left];
    for (let i = left + 1; i < this.operations.length && state !== undefined; i++) {
      state = this.#steps.step(state, this.operations[i] as number);
    }
    return state;
  }

  /** Whether this is the state that the order leads to. */
  leadsTo(state: State): boolean {
    return state === this.state || this.#steps.key(state) === this.#steps.key(this.state);
  }
}
