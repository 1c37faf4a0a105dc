/** How far a class has come. */
export interface ClassPace {
  /** Real time since the first began, ms. */
  readonly elapsedMs: number;
  /** Submissions that were graded in this time. */
  readonly graded: number;
  /** Those that are being graded. */
  readonly running: number;
  /** Those that nobody has begun. */
  readonly waiting: number;
}

/** About how many seconds a class takes from here; undefined before the first is done. Who is being graded is half done. */
export function secondsLeft({ elapsedMs, graded, running, waiting }: ClassPace): number | undefined {
  if (graded === 0) return undefined;
  const eachMs = elapsedMs / (graded + running / 2);
  return (eachMs * (waiting + running / 2)) / 1000;
}
