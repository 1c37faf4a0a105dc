/** Standard deviations on either side that hold 95 % of a normal distribution. */
const Z = 1.96;

/**
 * The band in which a likelihood is with 95 % when `hits` of `runs` runs show it: Wilson, "Probable inference, the law of
 * succession, and statistical inference", 1927. Unlike the usual formula it works near 0 and 1. From 0 to 1 without runs.
 */
export function wilsonBand(hits: number, runs: number): { readonly low: number; readonly high: number } {
  if (runs === 0) return { low: 0, high: 1 };
  const part = hits / runs;
  const weight = 1 + (Z * Z) / runs;
  const middle = (part + (Z * Z) / (2 * runs)) / weight;
  const half = (Z / weight) * Math.sqrt((part * (1 - part)) / runs + (Z * Z) / (4 * runs * runs));
  return {
    low: hits === 0 ? 0 : Math.max(0, middle - half),
    high: hits === runs ? 1 : Math.min(1, middle + half),
  };
}
