import type { GCProfilerResult } from "node:v8";

/** Bytes of JavaScript heap in use just before and after a collection. */
export type BenchCollections = readonly {
  readonly beforeGC: { readonly heapStatistics: Pick<BenchHeapStatistics, "usedHeapSize"> };
  readonly afterGC: { readonly heapStatistics: Pick<BenchHeapStatistics, "usedHeapSize"> };
}[];

type BenchHeapStatistics = GCProfilerResult["statistics"][number]["beforeGC"]["heapStatistics"];

/**
 * Bytes of JavaScript heap that were allocated, dead ones included: the sum of the growth from the start to the first
 * collection, from each to the next, and from the last to the end. Node's GCProfiler reads the heap at each collection,
 * so that nothing is estimated, as it is by the inspector's sampling. Buffers outside of the heap are not in it.
 *
 * @param used bytes in use at the start and at the end
 */
export function benchAllocatedBytes(
  used: { readonly start: number; readonly end: number },
  collections: BenchCollections,
): number {
  let [bytes, last] = [0, used.start];
  for (const { beforeGC, afterGC } of collections) {
    bytes += beforeGC.heapStatistics.usedHeapSize - last;
    last = afterGC.heapStatistics.usedHeapSize;
  }
  return bytes + used.end - last;
}
