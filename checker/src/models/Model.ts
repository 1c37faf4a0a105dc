import type { FixedOrder } from "./Footprint";
import type { History } from "../history/History";

/**
 * What an object does when operations run one at a time: the specification that a history is held against.
 * The first four members are enough. The others make checks faster and explanations better, never different.
 *
 *     const counter: Model<number, "read" | "add", number> = {
 *       initial: 0,
 *       step: (n, input, output) => (input === "add" ? n + 1 : output === undefined || output === n ? n : undefined),
 *       key: String,
 *       describe: (input, output) => `${input} → ${String(output)}`,
 *     };
 */
export interface Model<State, Input, Output> {
  readonly initial: State;
  /**
   * What the operation does to a state: the next state, or undefined when this output is impossible there.
   * An output of undefined means that it is not known. States are never changed, always made anew.
   */
  step(state: State, input: Input, output: Output | undefined): State | undefined;
  /** Equal texts for equal states, different texts for different ones. */
  key(state: State): string;
  /** How an operation looks in a message. */
  describe(input: Input, output: Output | undefined): string;
  /** How a state looks in a message, as in `the value is "2"`. Default: its key. */
  describeState?(state: State): string;
  /** Parts that do not influence each other, so that each can be checked alone. Default: the whole. */
  partition?(history: History<Input, Output>): History<Input, Output>[];
  /** Whether the operation, with this output, leaves *every* state as it is in which it is possible. Default: no. */
  isRead?(input: Input, output: Output | undefined): boolean;
  /** For objects whose values tell who wrote them. Without it every history is searched. */
  readonly order?: FixedOrder<Input, Output>;
}
