/** How long a message is in flight. */
export interface Latency {
  /** Virtual ms. */
  readonly delayMs: number;
  /** Whether the test itself brought it about, by a script or a slow link; a strategy leaves it as it is. */
  readonly arranged: boolean;
}

/** What becomes of a message, as the loss model decides when it is sent. */
export type Delivery =
  | { readonly kind: "lost" }
  | (Latency & {
      readonly kind: "arrives";
      /** How long after a request each of its copies arrives, virtual ms. */
      readonly copiesMs: readonly number[];
    });
