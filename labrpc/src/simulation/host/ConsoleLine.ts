/** A line that a host printed. */
export interface ConsoleLine {
  /** Virtual ms. */
  readonly at: number;
  readonly level: string;
  readonly text: string;
}
