import type { TopLevelSpec } from "vega-lite";
import { writeClusterPlot } from "labcluster/plot";
import type { LevelResult } from "./compareLevels";

const WIDTH = 320;
const HEIGHT = 280;

/** Writes `comparison.png` and `comparison.svg` into a folder: what each level costs. Returns their paths. */
export function levelComparisonPlot(folder: string, results: readonly LevelResult[]): Promise<string[]> {
  return writeClusterPlot(folder, "comparison", levelPlotSpecification(results));
}

function levelPlotSpecification(results: readonly LevelResult[]): TopLevelSpec {
  const levels = results.map(({ level }) => level);
  const x = { field: "level", type: "nominal", title: null, sort: levels, axis: { labelAngle: 0 } } as const;
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    title: "What consistency costs",
    hconcat: [
      {
        title: "Mean latency",
        width: WIDTH,
        height: HEIGHT,
        data: {
          values: results.flatMap(({ level, cost: { gets, sets } }) => [
            { level, call: "get", ms: gets.mean },
            { level, call: "set", ms: sets.mean },
          ]),
        },
        mark: "bar",
        encoding: {
          x,
          xOffset: { field: "call", type: "nominal" },
          y: { field: "ms", type: "quantitative", title: "ms per call" },
          color: { field: "call", type: "nominal", title: null, legend: { orient: "top-right" } },
        },
      },
      {
        title: "Messages between servers",
        width: WIDTH,
        height: HEIGHT,
        data: {
          values: results.flatMap(({ level, cost: { messagesPerCall } }) =>
            messagesPerCall === undefined ? [] : [{ level, messages: messagesPerCall }],
          ),
        },
        // Gets and sets together, so in neither's colour.
        mark: { type: "bar", color: "#777777" },
        encoding: { x, y: { field: "messages", type: "quantitative", title: "messages per call" } },
      },
    ],
  };
}
