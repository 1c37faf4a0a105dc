/** What the order of failures rests on: a part of a test's report. */
export interface FailedTest {
  readonly name: string;
  readonly part: number;
  readonly optional?: true;
  readonly failure?: OrderedFailure;
}

/** A part of a failure. */
export interface OrderedFailure {
  readonly kind: string;
  readonly message: string;
  readonly expected?: string;
  readonly got?: string;
  readonly cause?: readonly string[];
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly details: readonly string[];
}
