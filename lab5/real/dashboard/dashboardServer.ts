import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import fastify, { type FastifyInstance } from "fastify";
import type { LiveDashboard } from "./LiveDashboard";

/** The page's parts: all come from this machine. */
const CHARTS = join(dirname(require.resolve("uplot/package.json")), "dist");
const FILES: Readonly<Record<string, readonly [folder: string, file: string, type: string]>> = {
  "/": [__dirname, "page.html", "text/html; charset=utf-8"],
  "/page.css": [__dirname, "page.css", "text/css; charset=utf-8"],
  "/page.js": [__dirname, "page.js", "text/javascript; charset=utf-8"],
  "/uPlot.js": [CHARTS, "uPlot.iife.min.js", "text/javascript; charset=utf-8"],
  "/uPlot.css": [CHARTS, "uPlot.min.css", "text/css; charset=utf-8"],
};

/** The page itself, and its samples as server-sent events at `/events`. */
export function dashboardServer(live: LiveDashboard): FastifyInstance {
  const app = fastify({ forceCloseConnections: true });
  for (const [path, [folder, file, type]] of Object.entries(FILES)) {
    const text = readFileSync(join(folder, file));
    app.get(path, (_request, reply) => reply.type(type).send(text));
  }
  // Browsers ask for one.
  app.get("/favicon.ico", (_request, reply) => reply.code(204).send());
  app.get("/events", (request, reply) => {
    reply.hijack();
    reply.raw.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
    const stop = live.watch((sample) => void reply.raw.write(`data: ${JSON.stringify(sample)}\n\n`));
    request.raw.once("close", stop);
  });
  return app;
}
