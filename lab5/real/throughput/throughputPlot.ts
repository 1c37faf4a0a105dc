import type { TopLevelSpec } from "vega-lite";
import { writeClusterPlot } from "labcluster/plot";
import { labelledClusterBars } from "labcluster/programs";
import type { ThroughputResult } from "./measureThroughput";

/** What was measured, for who sees the plot without its command. */
export interface ThroughputPlotSetting {
  readonly clients: number;
  readonly processes: number;
  /** Processor cores, which servers and clients share. */
  readonly cores: number;
}

/** Writes `throughput.png` and `throughput.svg` into a folder. Returns their paths. */
export function throughputPlot(
  folder: string,
  results: readonly ThroughputResult[],
  { clients, processes, cores }: ThroughputPlotSetting,
): Promise<string[]> {
  const specification: TopLevelSpec = {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    title: {
      text: "Requests per second by number of servers",
      subtitle: [
        `${String(clients)} clients in ${String(processes)} processes set and get in turn, each one request at a time`,
        `servers and clients share ${String(cores)} processor cores of one machine`,
      ],
      fontSize: 18,
      subtitleFontSize: 12,
      anchor: "start",
      offset: 14,
    },
    hconcat: [
      labelledClusterBars({
        title: "All servers together answer",
        bars: results.map(({ servers, perSecond }) => ({
          group: String(servers),
          bar: "requests",
          value: perSecond,
        })),
        groupTitle: "servers",
        valueTitle: "requests per second",
        colors: { requests: "#4c78a8" },
        width: 600,
        height: 300,
      }),
    ],
  };
  return writeClusterPlot(folder, "throughput", specification);
}
