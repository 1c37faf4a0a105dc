/**
 * Pauses before a retry: twice as long each time, up to `most`. Between half and the whole of that, at random, so
 * that clients that failed together do not come back together.
 *
 * @param retry counts from 0
 * @param first the longest pause before the first retry, ms
 */
export function backoff(retry: number, first: number, most: number): Promise<void> {
  const longest = Math.min(most, first * 2 ** retry);
  return new Promise((resolve) => setTimeout(resolve, longest * (0.5 + Math.random() / 2)));
}
