import type { RunResult } from "../simulation/Outcome";
import { Simulation } from "../simulation/Simulation";
import type { SimulationOptions } from "../simulation/SimulationOptions";
import type { Scenario } from "./simulate";

/** A figure of the real heap can be off once; a server that keeps too much does so each time. */
const ATTEMPTS = 5;
/** So many bytes beyond the limit are no matter of a figure that is off. */
const BEYOND_DOUBT = 10_000_000;

/** A run, and what it came to. */
export interface MeasuredRun {
  readonly simulation: Simulation;
  readonly result: RunResult;
}

/**
 * Runs a seed. Where a run ends because a figure of the real heap is too high, the whole run is tried again, with the
 * figures before it as they were: so nothing that happens in a run depends on how often something was measured. Most
 * tests measure nothing, and run once.
 */
export async function measuredRun(options: SimulationOptions, scenario: Scenario): Promise<MeasuredRun> {
  let run = await once(options, scenario);
  let [figure, attempts] = [run.simulation.measured.length, 1];
  while (run.simulation.tooMuch > 0) {
    const { measured, tooMuch } = run.simulation;
    attempts = measured.length === figure ? attempts + 1 : 2;
    figure = measured.length;
    // The first figure may hold megabytes of an earlier run that went late.
    if (attempts > ATTEMPTS || (attempts > 2 && tooMuch > BEYOND_DOUBT)) return run;
    run = await once({ ...options, measured: measured.slice(0, -1) }, scenario);
  }
  return run;
}

async function once(options: SimulationOptions, scenario: Scenario): Promise<MeasuredRun> {
  const simulation = new Simulation(options);
  return { simulation, result: await simulation.run(scenario) };
}
