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

/** A search for one order of all operations of a part, which can be interrupted. */
export interface LinearizationSearch {
  /**
   * Goes on where it stopped, for about this many steps of the model. Undefined when there is no result yet. Throws
   * when its budget runs out, see `withinBudget`, and cannot go on then.
   */
  advance(steps: number): LinearizationResult | undefined;
  /** Gives back what it remembers to its budget. It cannot go on then. */
  release(): void;
}
