/** Runs a function over all items, some at a time; the results are in the items' order. */
export async function runAttacksInJobs<T, R>(
  jobs: number,
  items: readonly T[],
  run: (item: T) => Promise<R>,
): Promise<R[]> {
  const results = new Map<number, R>();
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < items.length) {
      const index = next++;
      results.set(index, await run(items[index] as T));
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, items.length) }, work));
  return items.map((_, index) => results.get(index) as R);
}
