import type { TopLevelSpec } from "vega-lite";
import { writeClusterPlot } from "labcluster/plot";
import type { QuorumMeasurement } from "./measureQuorums";

/** Writes `quorum_analysis.svg` and `quorum_analysis.png` into a folder. Returns their paths. */
export function quorumPlot(folder: string, measured: readonly QuorumMeasurement[]): Promise<string[]> {
  return writeClusterPlot(folder, "quorum_analysis", quorumPlotSpecification(measured));
}

function quorumPlotSpecification(measured: readonly QuorumMeasurement[]): TopLevelSpec {
  const values = measured.flatMap(({ quorum, latencyMs: { mean, median, p95, p99 } }) =>
    Object.entries({ mean, median, P95: p95, P99: p99 }).map(([figure, ms]) => ({ quorum, figure, ms })),
  );
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    title: "Latency of a write by write quorum",
    width: 520,
    height: 320,
    data: { values },
    mark: { type: "line", point: true },
    encoding: {
      x: {
        field: "quorum",
        type: "ordinal",
        title: "write quorum (of 5 followers)",
        axis: { labelAngle: 0 },
      },
      y: { field: "ms", type: "quantitative", title: "latency, ms", scale: { zero: true } },
      color: { field: "figure", type: "nominal", title: null, sort: ["mean", "median", "P95", "P99"] },
    },
  };
}
