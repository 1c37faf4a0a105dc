import type { TopLevelSpec } from "vega-lite";
import { writeClusterPlot } from "labcluster/plot";
import { labelledClusterBars } from "labcluster/programs";
import type { QuorumMeasurement } from "./measureQuorums";

/** What was measured, for who sees the plot without its command. */
export interface QuorumPlotSetting {
  readonly followers: number;
  /** How long a message waits before it leaves the leader, ms. */
  readonly delayMs: { readonly min: number; readonly max: number };
  /** Measured writes at each quorum. */
  readonly writes: number;
  /** How many writes at a time. */
  readonly clients: number;
}

const HEIGHT = 320;

/** Writes `quorum_analysis.svg` and `quorum_analysis.png` into a folder. Returns their paths. */
export function quorumPlot(
  folder: string,
  measured: readonly QuorumMeasurement[],
  setting: QuorumPlotSetting,
): Promise<string[]> {
  return writeClusterPlot(folder, "quorum_analysis", quorumPlotSpecification(measured, setting));
}

function quorumPlotSpecification(
  measured: readonly QuorumMeasurement[],
  { followers, delayMs: { min, max }, writes, clients }: QuorumPlotSetting,
): TopLevelSpec {
  const atATime = clients === 1 ? "one at a time" : `${String(clients)} at a time`;
  const bars = (figures: Readonly<Record<string, "median" | "mean" | "p95" | "p99">>) =>
    measured.flatMap(({ quorum, latencyMs }) =>
      Object.entries(figures).map(([bar, figure]) => ({
        group: String(quorum),
        bar,
        value: latencyMs[figure],
      })),
    );
  const panel = { groupTitle: `write quorum (of ${String(followers)} followers)`, height: HEIGHT };
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    title: {
      text: "Latency of a write by write quorum",
      subtitle: [
        `a leader and ${String(followers)} followers as processes of one machine`,
        `each message delayed by ${shownDelay(min)} to ${shownDelay(max)} ms · ${writes.toLocaleString("en")} writes at each quorum, ${atATime}`,
      ],
      fontSize: 18,
      subtitleFontSize: 12,
      anchor: "start",
      offset: 14,
    },
    hconcat: [
      labelledClusterBars({
        ...panel,
        title: "A write takes",
        bars: bars({ median: "median", mean: "mean" }),
        valueTitle: "latency, ms",
        colors: { median: "#4c78a8", mean: "#9ecae9" },
        width: 520,
      }),
      labelledClusterBars({
        ...panel,
        title: "The slowest: P95 and P99",
        bars: bars({ P95: "p95", P99: "p99" }),
        valueTitle: "latency, ms",
        colors: { P95: "#8a8a8a", P99: "#bcbcbc" },
        width: 380,
      }),
    ],
    // Each part has bars and colours of its own.
    resolve: { scale: { color: "independent", xOffset: "independent" } },
    spacing: 36,
  };
}

/** At most three digits behind the point: 0.0001 s times 1000 is no round number for a computer. */
function shownDelay(ms: number): string {
  return String(Number(ms.toFixed(3)));
}
