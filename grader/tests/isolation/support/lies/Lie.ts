/** What the grader has to make of a lie. */
export type LieVerdict =
  /** A failed test that says so. */
  | "broke the protocol"
  /** A test that fails, whatever is said of it. */
  | "no points"
  /** Its runs differ, which code in a realm cannot bring about: no verdict, so no points either. */
  | "not judged"
  /** The code does what it should, and the lie changes nothing: the test may pass, and must end. */
  | "harmless";

/** A right submission of lab 1 whose process says something else than what happened. */
export interface Lie {
  readonly name: string;
  readonly verdict: LieVerdict;
  /** Statements that run once in each process, when the server's module is loaded; see `LIAR`. */
  readonly code: string;
  /** Default: TestBasic, seeds 1 and 2. */
  readonly test?: string;
  readonly seeds?: readonly number[];
}

/** Numbers of effects, in the order of RUN_BRIDGE. */
