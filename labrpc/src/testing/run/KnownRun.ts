import type { Outcome, RunResult } from "../../simulation/outcome/Outcome";

/** What is known of a run that failed, perhaps in another process. */
export interface KnownRun {
  readonly digest: string;
  readonly kind: Outcome["kind"];
  /** See Simulation.measured. */
  readonly measured: readonly number[];
}

/** Whether a run went as one that is known. */
export function isKnownRun({ digest, outcome }: RunResult, known: KnownRun): boolean {
  return digest === known.digest && outcome.kind === known.kind;
}
