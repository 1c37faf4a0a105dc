import type { TopLevelSpec } from "vega-lite";
import { writeClusterPlot } from "labcluster/plot";
import { labelledClusterBars, type ClusterBar, type ClusterLatencies } from "labcluster/programs";
import type { LevelResult } from "./compareLevels";

/** What was measured, for who sees the plot without its command. */
export interface LevelComparisonSetting {
  readonly servers: number;
  readonly clients: number;
  readonly gets: number;
  readonly sets: number;
}

const HEIGHT = 300;
const COLORS = {
  "get, median": "#4c78a8",
  "get, mean": "#9ecae9",
  "set, median": "#e07b28",
  "set, mean": "#ffbf79",
} as const;
/** Gets and sets together, so in neither's colour. */
const TAIL_COLORS = { P95: "#8a8a8a", P99: "#bcbcbc" } as const;

/** Writes `comparison.png` and `comparison.svg` into a folder: what each level costs. Returns their paths. */
export function levelComparisonPlot(
  folder: string,
  results: readonly LevelResult[],
  setting: LevelComparisonSetting,
): Promise<string[]> {
  return writeClusterPlot(folder, "comparison", levelPlotSpecification(results, setting));
}

function levelPlotSpecification(
  results: readonly LevelResult[],
  { servers, clients, gets, sets }: LevelComparisonSetting,
): TopLevelSpec {
  const latencies = (all: (result: LevelResult) => Readonly<Record<string, number>>): ClusterBar[] =>
    results.flatMap((result) =>
      Object.entries(all(result)).map(([bar, value]) => ({ group: result.level, bar, value })),
    );
  const middles = (call: "get" | "set", { median, mean }: ClusterLatencies): Record<string, number> => ({
    [`${call}, median`]: median,
    [`${call}, mean`]: mean,
  });
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    title: {
      text: "What consistency costs",
      subtitle: [
        `${String(servers)} servers and ${String(clients)} clients as processes of one machine, no delay added`,
        `under each level ${String(gets)} gets and ${String(sets)} sets, each client one at a time`,
      ],
      fontSize: 18,
      subtitleFontSize: 12,
      anchor: "start",
      offset: 14,
    },
    hconcat: [
      labelledClusterBars({
        title: "A call takes",
        bars: latencies(({ cost }) => ({ ...middles("get", cost.gets), ...middles("set", cost.sets) })),
        groupTitle: null,
        valueTitle: "ms per call",
        colors: COLORS,
        width: 460,
        height: HEIGHT,
      }),
      labelledClusterBars({
        title: "The slowest: P95 and P99",
        bars: latencies(({ cost: { all } }) => ({ P95: all.p95, P99: all.p99 })),
        groupTitle: null,
        valueTitle: "ms per call",
        colors: TAIL_COLORS,
        width: 270,
        height: HEIGHT,
      }),
      labelledClusterBars({
        title: "Messages between servers",
        bars: results.flatMap(({ level, cost: { messagesPerCall } }) =>
          messagesPerCall === undefined ? [] : [{ group: level, bar: "messages", value: messagesPerCall }],
        ),
        groupTitle: null,
        valueTitle: "messages per call",
        colors: { messages: "#777777" },
        width: 230,
        height: HEIGHT,
      }),
    ],
    // Each part has bars and colours of its own.
    resolve: { scale: { color: "independent", xOffset: "independent" } },
    spacing: 36,
  };
}
