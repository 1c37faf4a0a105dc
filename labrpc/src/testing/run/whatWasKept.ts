import { explain } from "../explain/explain";
import { recordOf } from "../explain/recordOf";
import type { FailedRun } from "../minimise/minimiseFailure";
import { Simulation } from "../../simulation/Simulation";
import { mostKept } from "../state/mostKept";
import { keptInWords } from "../state/stateInWords";
import type { SeedResult } from "./SeedResult";

/**
 * A run that fails since a host keeps too much is run once more, with the same weights, to see what fills the memory. No
 * counterexample is made smaller by what weighs less. Resolves to undefined where no memory was weighed, or nothing shows.
 */
export async function whatWasKept({
  test,
  seed,
  simulation: { measured },
  outcome,
  scenario,
  options,
}: FailedRun): Promise<Pick<SeedResult, "explanation" | "record"> | undefined> {
  if (measured.length === 0 || outcome.kind !== "failed") return undefined;
  const simulation = new Simulation({ ...options, measured, record: true, recordState: true });
  const again = await simulation.run(scenario);
  if (again.outcome.kind !== "failed" || again.outcome.message !== outcome.message) return undefined;
  const told = explain(again.outcome, simulation);
  const record = recordOf({ test, seed, simulation, explanation: told, outcome: again.outcome });
  const { changes = [], complete = false } = record.state ?? {};
  const kept = mostKept(changes);
  if (kept === undefined) return undefined;
  const state = keptInWords(kept, complete);
  const failure = { ...record.failure, state };
  // What came last says nothing of what stayed.
  const explanation = { ...told, lastEvents: [], state };
  return { explanation, record: { ...record, failure, telling: kept.place } };
}
