import type { NetworkOptions } from "../../simulation/network/NetworkOptions";

/** What a scenario runs in. */
export interface ScenarioOptions {
  network?: NetworkOptions;
  budget?: { virtualMs?: number; events?: number };
  /** How many seeds plain mocha runs, when the environment does not say. Default: 25. */
  seeds?: number;
}
