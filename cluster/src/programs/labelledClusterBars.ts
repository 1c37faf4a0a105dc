import type { TopLevelSpec } from "vega-lite";

/** A part of a plot, beside others. */
export type ClusterPlotPanel = Extract<TopLevelSpec, { readonly hconcat: unknown }>["hconcat"][number];

/** One bar. */
export interface ClusterBar {
  /** Bars of a group stand beside each other. */
  readonly group: string;
  /** Which of a group's bars it is; it has a colour, and a place in the legend. */
  readonly bar: string;
  readonly value: number;
}

export interface LabelledClusterBars {
  readonly title: string;
  readonly bars: readonly ClusterBar[];
  /** What a group is, such as "write quorum"; null where the groups' names say it. */
  readonly groupTitle: string | null;
  /** With its unit, such as "ms per call". */
  readonly valueTitle: string;
  /** A colour for each kind of bar, such as "#4c78a8", in the order in which they stand. */
  readonly colors: Readonly<Record<string, string>>;
  /** Without axes and legend, units of the drawing. */
  readonly width: number;
  readonly height: number;
}

/** Room above the highest bar for its figure, as a share of it. */
const HEADROOM = 1.08;

const LEGEND_HEIGHT = 30;

/** Groups of bars with their values above them, and the legend between the title and the bars. For `hconcat`. */
export function labelledClusterBars({
  title,
  bars,
  groupTitle,
  valueTitle,
  colors,
  width,
  height,
}: LabelledClusterBars): ClusterPlotPanel {
  const kinds = Object.keys(colors);
  const most = Math.max(0, ...bars.map(({ value }) => value).filter((value) => !Number.isNaN(value)));
  return {
    // Without a legend, where it would be with one.
    title: {
      text: title,
      anchor: "start",
      frame: "group",
      fontSize: 14,
      offset: kinds.length === 1 ? 8 + LEGEND_HEIGHT : 8,
    },
    width,
    height,
    data: { values: bars.map((bar) => ({ ...bar, shown: shownClusterFigure(bar.value) })) },
    encoding: {
      x: {
        field: "group",
        type: "nominal",
        title: groupTitle,
        sort: null,
        axis: { labelAngle: 0, labelFontSize: 12, labelLimit: 200 },
      },
      xOffset: { field: "bar", type: "nominal", sort: kinds },
      y: {
        field: "value",
        type: "quantitative",
        title: valueTitle,
        scale: { domain: [0, most === 0 ? 1 : most * HEADROOM], nice: false },
        axis: { tickCount: 6 },
      },
    },
    layer: [
      {
        mark: { type: "bar" },
        encoding: {
          color: {
            field: "bar",
            type: "nominal",
            title: null,
            scale: { domain: kinds, range: Object.values(colors) },
            legend:
              kinds.length === 1
                ? null
                : { orient: "top", direction: "horizontal", labelFontSize: 12, symbolType: "square" },
          },
        },
      },
      {
        mark: { type: "text", dy: -7, fontSize: 10, color: "#333333" },
        encoding: { text: { field: "shown", type: "nominal" } },
      },
    ],
  };
}

/** A figure as it stands above a bar: three digits that mean something. */
function shownClusterFigure(value: number): string {
  if (Number.isNaN(value)) return "none";
  return value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 2);
}
