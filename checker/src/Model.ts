import type { History } from "./History";

/** What an object does when operations run one at a time: the specification that a history is held against. */
export interface Model<State, Input, Output> {
  readonly initial: State;
  /**
   * What the operation does to a state: the next state, or undefined when this output is impossible there.
   * An output of undefined means that it is not known.
   */
  step(state: State, input: Input, output: Output | undefined): State | undefined;
  /** Equal texts for equal states. */
  key(state: State): string;
  /** Parts that do not influence each other, so that each can be checked alone. Default: the whole. */
  partition?(history: History<Input, Output>): History<Input, Output>[];
  /** How an operation looks in a message. */
  describe(input: Input, output: Output | undefined): string;
}
