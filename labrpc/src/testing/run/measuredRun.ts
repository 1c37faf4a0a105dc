import type { RunResult } from "../../simulation/outcome/Outcome";
import { Simulation } from "../../simulation/Simulation";
import type { SimulationOptions } from "../../simulation/SimulationOptions";
import type { Scenario } from "../../simulation/Scenario";

/** A figure below this part of what is allowed is believed at once: it can be off by a page of the heap or two. */
const SURE_PART = 0.5;
/** So is one below this part that is below what is allowed by so many bytes as well. */
const SURE_PART_OF_MUCH = 0.8;
const SURE_MARGIN = 200_000;
/** So many figures on one side of the limit decide. */
const VOTES = 3;
/** So many bytes beyond the limit are no matter of a figure that is off. */
const BEYOND_DOUBT = 10_000_000;

/** A run, and what it came to. */
export interface MeasuredRun {
  readonly simulation: Simulation;
  readonly result: RunResult;
}

/**
 * Runs a seed. Where a figure of the real heap leaves a doubt, the whole run is tried again, with the figures before it
 * as they were, until three say the same: so nothing that happens in a run depends on how often something was measured.
 * Most tests measure nothing, and run once.
 */
export async function measuredRun(options: SimulationOptions, scenario: Scenario): Promise<MeasuredRun> {
  let run = await measureRunOnce(options, scenario);
  let [index, over, under] = [0, 0, 0];
  for (;;) {
    const { measured, allowed } = run.simulation;
    const [figure, most] = [measured[index], allowed[index]];
    if (figure === undefined || most === undefined) return run;
    // The first figure may hold megabytes of an earlier run that went late.
    const isMuch = figure > most + BEYOND_DOUBT && over + under > 0;
    if (figure > most) over += isMuch ? VOTES : 1;
    else under += 1;
    if ((isSurelyLittle(figure, most) && over === 0) || over >= VOTES || under >= VOTES)
      [index, over, under] = [index + 1, 0, 0];
    else run = await measureRunOnce({ ...options, measured: measured.slice(0, index) }, scenario);
  }
}

function isSurelyLittle(figure: number, most: number): boolean {
  return figure <= most * SURE_PART || figure <= Math.min(most * SURE_PART_OF_MUCH, most - SURE_MARGIN);
}

async function measureRunOnce(options: SimulationOptions, scenario: Scenario): Promise<MeasuredRun> {
  const simulation = new Simulation(options);
  return { simulation, result: await simulation.run(scenario) };
}
