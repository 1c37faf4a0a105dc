import type { Model } from "../models/Model";
import type { SeededNumbers } from "./SeededNumbers";

/** What is asked of one key of a generated history. */
export interface KeyProfile {
  /** How often the key is asked beside the others. Default 1. */
  readonly weight?: number;
  /** The share of operations that only look. Default 0.5. */
  readonly reads?: number;
  /** How many different values are written, or a fresh one each time. Default "distinct". */
  readonly values?: number | "distinct";
  /** The share of operations that never return; half of them never take effect. Default 0. */
  readonly pending?: number;
  /** The share of completed operations whose answer is not known, where the model has such. Default 0. */
  readonly unanswered?: number;
  /** The longest time from a call to its return, ticks; a client waits up to 20 between two calls. Default 40. */
  readonly longest?: number;
  /**
   * What is wrong with the answers. "stale": one read returns a value that was overwritten before it was called, for
   * sure. "changed": one answer is what the same request was answered at another time, which may be right all the same. Default: nothing.
   */
  readonly wrong?: "stale" | "changed";
}

/** One kind of object, as the generator needs it. */
export interface GeneratedKind<State, Input, Output> {
  readonly model: Model<State, Input, Output>;
  /** A request that takes effect in this state. `fresh`: a text that no other request of the history has. */
  request(
    key: string,
    state: State,
    profile: KeyProfile,
    numbers: SeededNumbers,
    client: number,
    fresh: number,
  ): Input;
  /** Whether it only asks for the state, whatever that is. */
  isLook(input: Input): boolean;
  /** What the object answers to it. */
  answer(state: State, input: Input): Output;
  /**
   * The answer to a read that finds what this request wrote; undefined when it did not write for sure. Without it
   * no answer can be made stale.
   */
  answerAfter?(input: Input, output: Output | undefined): Output | undefined;
}
