export interface MeasureStrategiesOptions {
  readonly jobs: number;
  /** So many seeds of the test at most. */
  readonly seeds: number;
  /** So many seeds of a rare mistake's test at most. */
  readonly rareSeeds: number;
  /** So many seeds of each test for submissions that are right. */
  readonly rightSeeds: number;
  /** So many orders of each small scenario at most. */
  readonly orders: number;
  readonly depth: number;
  readonly losses: number;
  readonly signal: AbortSignal;
  /** Called when a job begins. */
  readonly onJob: () => void;
}
