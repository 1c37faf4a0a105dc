/**
 * A smallest part of a list that still does what the whole does: no single element can be taken out of it
 * (Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", 2002: ddmin, with complements).
 *
 * @param holds whether a part still does it; it is known of the whole, and it is never asked of that
 */
export async function deltaDebug<T>(
  whole: readonly T[],
  holds: (part: readonly T[]) => Promise<boolean>,
): Promise<readonly T[]> {
  if (whole.length === 0 || (await holds([]))) return [];
  let kept = whole;
  let pieces = 2;
  while (kept.length > 1) {
    const size = Math.ceil(kept.length / pieces);
    let smaller: readonly T[] | undefined;
    for (let from = 0; from < kept.length && smaller === undefined; from += size) {
      const without = [...kept.slice(0, from), ...kept.slice(from + size)];
      if (without.length > 0 && (await holds(without))) smaller = without;
    }
    if (smaller !== undefined) {
      kept = smaller;
      pieces = Math.max(2, pieces - 1);
    } else if (size === 1) {
      break;
    } else {
      pieces = Math.min(kept.length, pieces * 2);
    }
  }
  return kept;
}
