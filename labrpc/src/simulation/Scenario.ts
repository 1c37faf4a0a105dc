import type { Simulation } from "./Simulation";

/** The body of a simulation: what a test does. */
export type Scenario = (sim: Simulation) => Promise<void>;
