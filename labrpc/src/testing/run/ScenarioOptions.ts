import type { NetworkOptions } from "../../simulation/network/NetworkOptions";

/** What a scenario runs in. */
export interface ScenarioOptions {
  network?: NetworkOptions;
  budget?: { virtualMs?: number; events?: number };
  /** How many seeds plain mocha runs, when the environment does not say. Default: 25. */
  seeds?: number;
  /**
   * Whether the scenario is a generated world, whose verdict rests on the lab's contract alone: then any fault and
   * operation may be left out to make a failure smaller, and the numbers that the world drew may be lowered. Default: no.
   */
  generated?: boolean;
}
