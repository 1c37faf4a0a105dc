// The dashboard in the browser: takes samples from /events and shows them.

import { RateChart } from "./RateChart.js";
import { ServerCard } from "./ServerCard.js";
import { timeOfDay, wholeNumber } from "./inReadersForm.js";

const byId = (id) => document.getElementById(id);
const chart = new RateChart(byId("chart"));
const cards = new Map();

function show(sample) {
  showTotals(sample.servers);
  for (const server of sample.servers) cardOf(server.id).show(server);
  chart.add(sample);
  byId("connection").textContent = `as of ${timeOfDay(sample.at)}`;
  byId("connection").classList.remove("lost");
  document.documentElement.dataset.samples = String(chart.length);
}

function showTotals(servers) {
  const up = servers.filter(({ state }) => state === "up");
  const sum = (value) => up.reduce((all, server) => all + (value(server) ?? 0), 0);
  byId("up").textContent = `${up.length} of ${servers.length}`;
  byId("rate").textContent = wholeNumber(sum(({ perSecond }) => perSecond));
  byId("total-keys").textContent = wholeNumber(sum(({ stats }) => stats.total_keys));
  byId("with-ttl").textContent = wholeNumber(sum(({ stats }) => stats.keys_with_ttl));
}

function cardOf(id) {
  let card = cards.get(id);
  if (card === undefined) {
    card = new ServerCard(id, byId("servers"));
    cards.set(id, card);
    filter();
  }
  return card;
}

function filter() {
  for (const card of cards.values()) card.filter(byId("find").value, byId("only-ttl").checked);
}

byId("find").addEventListener("input", filter);
byId("only-ttl").addEventListener("change", filter);
const events = new EventSource("/events");
events.onmessage = ({ data }) => show(JSON.parse(data));
events.onerror = () => {
  byId("connection").textContent = "the dashboard's program does not answer; it is asked again and again";
  byId("connection").classList.add("lost");
};
