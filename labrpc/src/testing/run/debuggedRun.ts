import type { Scenario } from "../../simulation/Scenario";
import { Simulation } from "../../simulation/Simulation";
import type { SimulationOptions } from "../../simulation/SimulationOptions";
import type { MeasuredRun } from "./measuredRun";
import type { DebuggedRun } from "./testRun";

/** One run for a debugger, whatever is measured in it: who steps through it is not to be thrown into a second one. */
export async function debuggedRun(
  options: SimulationOptions,
  scenario: Scenario,
  { onEvent }: DebuggedRun,
): Promise<MeasuredRun> {
  const simulation = new Simulation(options);
  const unwatch = simulation.trace.watch(onEvent);
  try {
    return { simulation, result: await simulation.run(scenario) };
  } finally {
    unwatch();
  }
}
