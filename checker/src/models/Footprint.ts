/**
 * Where an operation stands among the states of one part, each state called by a name: any text that equal
 * states share, such as the value or the version.
 */
export type Footprint =
  /** Happens only in this state, and leaves it. `detail`: what else it tells of the state, as the value of a version. */
  | { readonly kind: "read"; readonly at: string; readonly detail?: string }
  /** Leaves the state as it is, and is possible in several. */
  | { readonly kind: "look" }
  /** Leads from any state to this one. */
  | { readonly kind: "write"; readonly to: string }
  /**
   * Leads from one state to another, and happens in the first only.
   * `detail`: what reads of the second state will tell.
   * `once`: whatever happens, the second state is entered at most once (a version number).
   * `orNothing`: the outcome is not known; in another state the operation happens and does nothing.
   */
  | {
      readonly kind: "change";
      readonly from: string;
      readonly to: string;
      readonly detail?: string;
      readonly once?: boolean;
      readonly orNothing?: boolean;
    }
  /** Leads from any state to the one whose name is longer by this text; what it found is not known. */
  | { readonly kind: "append"; readonly text: string };

/** How operations show which states they stand between. */
export interface FixedOrder<Input, Output> {
  /** The name of the initial state. */
  readonly initial: string;
  /** Undefined when the operation shows nothing: the history is then searched. */
  footprint(input: Input, output: Output | undefined): Footprint | undefined;
}
