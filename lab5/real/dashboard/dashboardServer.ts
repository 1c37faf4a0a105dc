import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import fastify, { type FastifyInstance } from "fastify";
import type { LiveDashboard } from "./LiveDashboard";
import type { MiniRedisKeyPage, MiniRedisKeyQuery } from "./MiniRedisKeyBook";

/** The page's parts: all come from this machine. */
const PAGE = join(__dirname, "page");
const CHARTS = join(dirname(require.resolve("uplot/package.json")), "dist");
const SCRIPT = "text/javascript; charset=utf-8";
const STYLE = "text/css; charset=utf-8";
const FILES: Readonly<Record<string, readonly [folder: string, file: string, type: string]>> = {
  "/": [PAGE, "page.html", "text/html; charset=utf-8"],
  "/page.css": [PAGE, "page.css", STYLE],
  "/main.js": [PAGE, "main.js", SCRIPT],
  "/RateChart.js": [PAGE, "RateChart.js", SCRIPT],
  "/ServerCard.js": [PAGE, "ServerCard.js", SCRIPT],
  "/inReadersForm.js": [PAGE, "inReadersForm.js", SCRIPT],
  "/uPlot.js": [CHARTS, "uPlot.esm.js", SCRIPT],
  "/uPlot.css": [CHARTS, "uPlot.min.css", STYLE],
};
/** Keys on one page of the list. */
const KEYS_ON_PAGE = 20;

/** Where the page's keys come from. */
export interface DashboardKeys {
  keys(server: number, query: MiniRedisKeyQuery): Promise<MiniRedisKeyPage | undefined>;
}

/** The page itself, its samples as server-sent events at `/events`, and keys at `/keys?server=1&from=0&find=&ttl=`. */
export function dashboardServer(live: LiveDashboard, source: DashboardKeys): FastifyInstance {
  const app = fastify({ forceCloseConnections: true });
  for (const [path, [folder, file, type]] of Object.entries(FILES)) {
    const text = readFileSync(join(folder, file));
    app.get(path, (_request, reply) => reply.type(type).send(text));
  }
  // Browsers ask for one.
  app.get("/favicon.ico", (_request, reply) => reply.code(204).send());
  app.get<{ Querystring: Readonly<Record<string, string>> }>("/keys", async ({ query }, reply) => {
    const from = Number(query["from"] ?? 0);
    const page = await source.keys(Number(query["server"]), {
      find: query["find"] ?? "",
      onlyTtl: query["ttl"] === "only",
      from: Number.isSafeInteger(from) && from >= 0 ? from : 0,
      most: KEYS_ON_PAGE,
    });
    if (page === undefined) return reply.code(404).send({ message: "expected the number of a server" });
    return { ...page, most: KEYS_ON_PAGE };
  });
  app.get("/events", (request, reply) => {
    reply.hijack();
    reply.raw.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
    const stop = live.watch((sample) => void reply.raw.write(`data: ${JSON.stringify(sample)}\n\n`));
    request.raw.once("close", stop);
  });
  return app;
}
