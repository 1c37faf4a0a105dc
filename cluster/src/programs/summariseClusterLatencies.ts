import { mean, quantileSorted } from "simple-statistics";

/** Milliseconds. */
export interface ClusterLatencies {
  readonly mean: number;
  readonly median: number;
  readonly p95: number;
  readonly p99: number;
}

/** All NaN without a single one. */
export function summariseClusterLatencies(ms: readonly number[]): ClusterLatencies {
  if (ms.length === 0) return { mean: Number.NaN, median: Number.NaN, p95: Number.NaN, p99: Number.NaN };
  const sorted = [...ms].sort((a, b) => a - b);
  return {
    mean: mean(sorted),
    median: quantileSorted(sorted, 0.5),
    p95: quantileSorted(sorted, 0.95),
    p99: quantileSorted(sorted, 0.99),
  };
}
