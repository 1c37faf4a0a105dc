import type { Simulation } from "../../simulation/Simulation";
import type { SimulationOptions } from "../../simulation/SimulationOptions";

/** What is debugged: a run that somebody directs, event by event. */
export interface DebugSubject {
  readonly test: string;
  /** As commands and reports call it. */
  readonly seed: number;
  readonly options: SimulationOptions;
  /** Called once in each run, before anything else. */
  readonly open: (sim: Simulation) => OpenedSubject;
}

export interface OpenedSubject {
  /** What happens before anybody chooses. Default: nothing. */
  readonly setUp?: () => Promise<void>;
  /** The run is over when it resolves, and has failed when it rejects. */
  readonly body: () => Promise<void>;
  /** Does what a choice of the kind "do" says. Default: nothing can be done. Rejects with what fails the run. */
  readonly perform?: (call: string, args: unknown) => Promise<PerformedCall>;
  /**
   * Throws the Violation that the events so far amount to, if they do. Returns why nobody can say whether they do, or
   * undefined. It must change nothing, and ask no host. Default: only how the run ends says something.
   */
  readonly judge?: () => string | undefined;
}

/** What became of a call. */
export type PerformedCall =
  | { readonly kind: "returned"; readonly value: unknown }
  /** It never returns: its host crashed. */
  | { readonly kind: "never" }
  /** It is not possible, or not now; nothing has happened. */
  | { readonly kind: "refused"; readonly why: string };

/** How things stand after the last choice. */
export type DebugEnd = "goes on" | "is over";
