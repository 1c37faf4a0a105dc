import type { KeepsVerdicts } from "../run/KeepsVerdicts";
import type { Explanation, RunRecord } from "../../records";

/** What a student's scenarios say of right and wrong programs, and of the student's own. */
export interface ScenarioTable {
  /** Why there is nothing to judge; undefined when there is. */
  readonly problem?: string;
  /** How many right programs there are. */
  readonly wheats: number;
  /** The wrong programs, in their order; the theme is one of `themes`. */
  readonly chaffs: readonly { readonly name: string; readonly theme: string }[];
  /** What mistakes are about, in the order in which students should think of them; see docs/scenarios.md. */
  readonly themes: readonly { readonly theme: string; readonly title: string; readonly nudge: string }[];
  readonly rows: readonly ScenarioRow[];
}

/** What one scenario says. */
export interface ScenarioRow {
  readonly name: string;
  /** Set when a right program fails: why, and everything there is to see of that run. */
  readonly invalid?: { readonly explanation: Explanation; readonly record?: RunRecord };
  /** The wrong programs that fail, by their places in `chaffs`. */
  readonly caught: readonly number[];
  /** How the student's own program fails; undefined when it passes. */
  readonly own?: string;
}

export interface JudgeScenariosOptions {
  /**
   * Each scenario is played with each program on so many seeds. Default: as a grading does it, which takes three, and one of
   * them for each right program.
   */
  readonly seeds?: number;
  /** Only this wrong program. Default: all. */
  readonly mistake?: string;
  /** Called when a scenario is judged. */
  readonly onRow?: (row: ScenarioRow, of: number) => void;
  /** Where verdicts are kept. Default: nowhere. */
  readonly verdicts?: KeepsVerdicts;
}

/** What judges scenarios of a lab. Both throw an Error that says why when the judges cannot be read. */
export interface JudgesScenarios {
  /** The names of the wrong programs. */
  readonly mistakes: () => string[];
  /** Judges the scenarios of a submission. @param submission its folder, absolute */
  readonly judge: (submission: string, options: JudgeScenariosOptions) => Promise<ScenarioTable>;
}
