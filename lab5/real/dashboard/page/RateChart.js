import uPlot from "uplot";
import { tickNumber, timeOfDay, wholeNumber } from "./inReadersForm.js";

/** Samples that the chart shows, one each second. */
const MOST_POINTS = 120;
/** The time that it shows at least, s: the first samples are not drawn a second apart across the whole width. */
const LEAST_SPAN = 20;
/** Ticks are whole requests, and round seconds. */
const WHOLE_STEPS = Array.from({ length: 10 }, (_, power) =>
  [1, 2, 5].map((step) => step * 10 ** power),
).flat();
const SECOND_STEPS = [1, 2, 5, 10, 15, 30, 60];
const COLORS = {
  light: ["#0b5cad", "#b3541e", "#12703a", "#7b3fa0", "#8a6d00", "#b3261e"],
  dark: ["#7db7ff", "#ffb07c", "#6fd08c", "#d3a4f5", "#e6cf6b", "#ff9a92"],
};

/** Requests per second of each server over the last two minutes. It is as wide as the element that it is in. */
export class RateChart {
  #place;
  #samples = [];
  #chart;

  constructor(place) {
    this.#place = place;
    // Not the window's size: the page is narrower as soon as it has a scroll bar.
    new ResizeObserver(() => this.#chart?.setSize(this.#size())).observe(place);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      this.#chart?.destroy();
      this.#chart = undefined;
      this.#draw();
    });
  }

  get length() {
    return this.#samples.length;
  }

  add(sample) {
    this.#samples = [...this.#samples, sample].slice(-MOST_POINTS);
    this.#draw();
  }

  #draw() {
    const last = this.#samples.at(-1);
    if (last === undefined) return;
    const ids = last.servers.map(({ id }) => id);
    const data = [
      this.#samples.map(({ at }) => at / 1000),
      ...ids.map((id) =>
        this.#samples.map(({ servers }) => servers.find((server) => server.id === id)?.perSecond ?? null),
      ),
    ];
    if (this.#chart === undefined) this.#chart = this.#make(ids, data);
    else this.#chart.setData(data);
    // Where nobody points at, the legend says how things are now.
    if (this.#chart.cursor.idx == null) this.#chart.setLegend({ idx: data[0].length - 1 });
  }

  #make(ids, data) {
    const style = getComputedStyle(document.documentElement);
    const axis = {
      stroke: style.getPropertyValue("--dim"),
      grid: { stroke: style.getPropertyValue("--line"), width: 1 },
      ticks: { stroke: style.getPropertyValue("--line"), width: 1 },
      font: "12px system-ui, sans-serif",
    };
    const colors = matchMedia("(prefers-color-scheme: dark)").matches ? COLORS.dark : COLORS.light;
    return new uPlot(
      {
        ...this.#size(),
        // The last label is half beside the last sample.
        padding: [12, 40, 0, 0],
        axes: [
          {
            ...axis,
            space: 90,
            incrs: SECOND_STEPS,
            values: (_chart, seconds) => seconds.map((second) => timeOfDay(second * 1000)),
          },
          {
            ...axis,
            space: 35,
            incrs: WHOLE_STEPS,
            values: (_chart, values) => values.map(tickNumber),
            size: (_chart, values) => 18 + 7.5 * Math.max(3, ...(values ?? []).map((text) => text.length)),
          },
        ],
        scales: {
          x: { range: (_chart, first, last) => [Math.min(first, last - LEAST_SPAN), last] },
          // From zero, and never without a height.
          y: { range: (_chart, _least, most) => [0, Math.max(10, most * 1.1)] },
        },
        series: [
          { label: "time", value: (_chart, second) => (second === null ? "–" : timeOfDay(second * 1000)) },
          ...ids.map((id, index) => ({
            label: `server ${id}`,
            stroke: colors[index % colors.length],
            width: 2,
            value: (_chart, value) => (value === null ? "–" : wholeNumber(value)),
          })),
        ],
      },
      data,
      this.#place,
    );
  }

  #size() {
    return { width: this.#place.clientWidth, height: 220 };
  }
}
