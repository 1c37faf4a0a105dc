"use strict";
// The dashboard in the browser: takes samples from /events and shows them. Texts that users stored go into the page
// as text only. Global: uPlot, a chart library.

(() => {
  const { document, EventSource, uPlot, matchMedia, addEventListener } = window;
  /** Samples that the chart shows, one each second. */
  const MOST_POINTS = 120;
  const COLORS = {
    light: ["#0b5cad", "#b3541e", "#12703a", "#7b3fa0", "#8a6d00", "#b3261e"],
    dark: ["#7db7ff", "#ffb07c", "#6fd08c", "#d3a4f5", "#e6cf6b", "#ff9a92"],
  };
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const byId = (id) => document.getElementById(id);

  let samples = [];
  let chart;

  function show(sample) {
    samples = [...samples, sample].slice(-MOST_POINTS);
    showTotals(sample.servers);
    for (const server of sample.servers) showServer(server);
    drawChart();
    byId("connection").textContent = `as of ${new Date(sample.at).toLocaleTimeString()}`;
    byId("connection").classList.remove("lost");
    document.documentElement.dataset.samples = String(samples.length);
  }

  function showTotals(servers) {
    const up = servers.filter(({ state }) => state === "up");
    const sum = (value) => up.reduce((all, server) => all + (value(server) ?? 0), 0);
    byId("up").textContent = `${up.length} of ${servers.length}`;
    byId("rate").textContent = whole(sum(({ perSecond }) => perSecond));
    byId("total-keys").textContent = whole(sum(({ stats }) => stats.total_keys));
    byId("with-ttl").textContent = whole(sum(({ stats }) => stats.keys_with_ttl));
  }

  function showServer({ id, place, state, message, stats, perSecond, keys }) {
    const card = document.querySelector(`[data-server="${id}"]`) ?? newCard(id);
    const part = (selector) => card.querySelector(selector);
    card.className = state;
    part(".name").textContent = `Server ${id}`;
    part(".place").textContent = place;
    part(".state").textContent = state;
    part(".message").textContent = message ?? "";
    const figures =
      stats === undefined
        ? []
        : [
            ["requests per second", perSecond === undefined ? "–" : whole(perSecond)],
            ["requests", whole(stats.total_requests)],
            ["GET", whole(stats.get)],
            ["SET", whole(stats.set)],
            ["DELETE", whole(stats.delete)],
            ["EXPIRE", whole(stats.expire)],
            ["keys", whole(stats.total_keys)],
            ["keys with TTL", whole(stats.keys_with_ttl)],
          ];
    part("dl").replaceChildren(
      ...figures.flatMap(([name, value]) => [element("dt", name), element("dd", value)]),
    );
    part("tbody").replaceChildren(
      ...(keys ?? []).map(({ key, ttl }) => {
        const row = element("tr", "");
        row.append(element("td", key), element("td", ttl === null ? "no expiration" : `${ttl} s`));
        return row;
      }),
    );
    part(".more").textContent = stats === undefined ? "" : moreText(stats.total_keys, keys);
  }

  function moreText(total, keys) {
    if (keys === undefined) return `${whole(total)} keys are too many to list`;
    return total > keys.length ? `and ${whole(total - keys.length)} more` : "";
  }

  function newCard(id) {
    const card = byId("server").content.firstElementChild.cloneNode(true);
    card.dataset.server = String(id);
    byId("servers").append(card);
    return card;
  }

  function drawChart() {
    const ids = samples.at(-1).servers.map(({ id }) => id);
    const data = [
      samples.map(({ at }) => at / 1000),
      ...ids.map((id) =>
        samples.map(({ servers }) => servers.find((server) => server.id === id)?.perSecond ?? null),
      ),
    ];
    if (chart === undefined) chart = newChart(ids, data);
    else chart.setData(data);
  }

  function newChart(ids, data) {
    const style = window.getComputedStyle(document.documentElement);
    const axis = {
      stroke: style.getPropertyValue("--dim"),
      grid: { stroke: style.getPropertyValue("--line") },
    };
    const colors = dark.matches ? COLORS.dark : COLORS.light;
    const options = {
      ...chartSize(),
      axes: [axis, { ...axis, size: 70, values: (_chart, values) => values.map(whole) }],
      // From zero, and never without a height.
      scales: { y: { range: (_chart, _least, most) => [0, Math.max(10, most * 1.1)] } },
      series: [
        { label: "time" },
        ...ids.map((id, index) => ({
          label: `server ${id}`,
          stroke: colors[index % colors.length],
          width: 2,
          value: (_chart, value) => (value === null ? "–" : whole(value)),
        })),
      ],
    };
    return new uPlot(options, data, byId("chart"));
  }

  function chartSize() {
    return { width: byId("chart").clientWidth, height: 200 };
  }

  function element(name, text) {
    const made = document.createElement(name);
    made.textContent = text;
    return made;
  }

  function whole(value) {
    return Math.round(value).toLocaleString("en");
  }

  addEventListener("resize", () => chart?.setSize(chartSize()));
  dark.addEventListener("change", () => {
    chart?.destroy();
    chart = undefined;
    if (samples.length > 0) drawChart();
  });
  const events = new EventSource("/events");
  events.onmessage = ({ data }) => show(JSON.parse(data));
  events.onerror = () => {
    byId("connection").textContent = "the dashboard's program does not answer; it is asked again and again";
    byId("connection").classList.add("lost");
  };
})();
