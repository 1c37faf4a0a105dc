import type { Unknown } from "./Budget";
import type { History, Operation } from "./History";

/** What is known of a history. "unknown" is never a pass. */
export type Verdict<Input, Output> =
  | {
      readonly kind: "linearizable";
      /** For each part one order that explains every answer. Operations that did not need to happen are not in it. */
      readonly orders: readonly History<Input, Output>[];
    }
  | Illegal<Input, Output>
  | Unknown;

export interface Illegal<Input, Output> {
  readonly kind: "illegal";
  /** The part that no order explains. */
  readonly part: History<Input, Output>;
  /** The longest partial linearization found: an order of some of its operations that the model allows. */
  readonly longestPartial: History<Input, Output>;
  /** The first operation that could not be linearized after it. `explainIllegal` looks for the one that is to blame. */
  readonly unlinearizable: Operation<Input, Output>;
}
