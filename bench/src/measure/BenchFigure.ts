/** One measured figure, as `--json` writes it. */
export interface BenchFigure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly better: "lower" | "higher";
  readonly target: number;
  /** What others take for the same, and where that is from. */
  readonly comparison?: string;
}

/** What the command line says about a measurement. */
export interface BenchOptions {
  /** How often real systems are measured, in place of the group's own number. */
  readonly runs?: number;
}

/** Measures the figures of one group. `progress` says what is being measured. */
export type BenchGroup = (progress: (what: string) => void, options: BenchOptions) => Promise<BenchFigure[]>;

export function medianFigure(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}
