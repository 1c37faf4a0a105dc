/** How the order of events is chosen, as plain data: the same seed and the same spec give the same run. */
export type StrategySpec =
  /** By time; latencies and the order at one instant come from the seed. The default. */
  | { readonly kind: "random" }
  /** By priorities of chains of messages; see ChainPriorities. */
  | {
      readonly kind: "pct";
      /** How many orderings of two things a mistake may need: 1 or more. */
      readonly depth: number;
      /** How long a message may be held, virtual ms. Default 100. */
      readonly holdMs?: number;
    }
  /** By priorities of single messages; see SampledPriorities. */
  | {
      readonly kind: "pos";
      /** As with "pct". */
      readonly holdMs?: number;
    }
  /** One order among all; see SystematicScheduler. */
  | {
      readonly kind: "orders";
      /** Which alternative to take at each choice, from 0; after the last one, always the first alternative. */
      readonly choices: readonly number[];
      /** How many messages may be lost. Default 0. */
      readonly losses?: number;
      /** How many requests may arrive twice. Default 0. */
      readonly duplicates?: number;
    };

/** Default of `holdMs`: far below the time-out of a call, so that holding alone makes no call give up. */
export const HOLD_MS = 100;
