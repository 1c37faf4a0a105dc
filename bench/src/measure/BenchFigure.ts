/** One measured figure, as `--json` writes it. */
export interface BenchFigure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Left out where neither is: a share of the time. */
  readonly better?: "lower" | "higher";
  /** Left out where there is none. */
  readonly target?: number;
  /** What others take for the same, and where that is from. */
  readonly comparison?: string;
}

/** What the command line says about a measurement. */
export interface BenchOptions {
  /** How often real systems are measured, in place of the group's own number. */
  readonly runs?: number;
  /** Students of the class that is graded, in place of the group's own number. */
  readonly students?: number;
  /** How many of them are graded one by one, too. */
  readonly singles?: number;
  /** How often a class is killed. */
  readonly kills?: number;
}

/** Measures the figures of one group, and hands over each as soon as it is known. `progress` says what is measured. */
export type BenchGroup = (
  progress: (what: string) => void,
  options: BenchOptions,
) => AsyncIterable<BenchFigure>;

/** The middle one, or the mean of the middle two; NaN of none. */
export function medianFigure(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}
