import type { FixedOrder } from "./Footprint";
import type { History } from "../history/History";

/**
 * What an object does when operations run one at a time: the sequential specification that a history is held against.
 * The hooks have the names that they have in porcupine, where it has them. The first four are enough; the others make
 * checks faster and explanations better, never different.
 *
 *     const counter: Model<number, "read" | "add", number> = {
 *       init: 0,
 *       step: (n, input, output) => (input === "add" ? n + 1 : output === undefined || output === n ? n : undefined),
 *       key: String,
 *       describeOperation: (input, output) => `${input} → ${String(output)}`,
 *     };
 */
export interface Model<State, Input, Output> {
  /** The state before the first operation. */
  readonly init: State;
  /**
   * What the operation does to a state: the next state, or undefined when this output is impossible there.
   * An output of undefined means that it is not known. States are never changed, always made anew.
   */
  step(state: State, input: Input, output: Output | undefined): State | undefined;
  /** Stands for a state where states are compared: equal strings for equal states, and for no others. */
  key(state: State): string;
  /** How an operation looks in a message. */
  describeOperation(input: Input, output: Output | undefined): string;
  /** How a state looks in a message, as in `the value is "2"`. Default: its key. */
  describeState?(state: State): string;
  /** Parts that do not influence each other, so that each can be checked alone. Default: the whole. */
  partition?(history: History<Input, Output>): History<Input, Output>[];
  /** Whether the operation, with this output, leaves *every* state as it is in which it is possible. Default: no. */
  isRead?(input: Input, output: Output | undefined): boolean;
  /** For objects whose values tell who wrote them. Without it every history is searched. */
  readonly order?: FixedOrder<Input, Output>;
}
