import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { renderDebugger } from "picture/debugger";
import type { DebugSession, DebugState } from "../session/DebugSession";
import { debugCommand } from "./debugCommand";
import { refusalOf } from "./refusalOf";

/** Only this machine. */
const LOOPBACK = "127.0.0.1";
const MOST_BODY_BYTES = 1_000_000;
/** Nothing is loaded from elsewhere, and what runs is a file of this server's: no text of a student's is ever a program. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** What a state comes with, for people to copy. */
export interface DebugExtras {
  readonly code: string;
  /** What the page says of the puzzle that is played, if one is. */
  readonly puzzle?: { readonly title: string; readonly best: number; readonly solved: boolean };
}

export interface DebugServerOptions {
  readonly session: DebugSession;
  readonly extras: (state: DebugState) => DebugExtras;
  /** Writes what was done to files, and returns a sentence that says where. */
  readonly save: (what: "choices" | "scenario") => string;
  /** Default: any free one. */
  readonly port?: number;
}

export interface DebugServer {
  /** With the token. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Serves the debugger's page on loopback, at an address that nobody can guess. */
export async function serveDebugger(options: DebugServerOptions): Promise<DebugServer> {
  const token = randomBytes(24).toString("base64url");
  const door = new Door(options, token);
  const server = createServer((request, response) => {
    void door.answer(request, response, (server.address() as AddressInfo).port);
  });
  await listening(server, options.port ?? 0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${LOOPBACK}:${String(port)}/${token}/`,
    close: () =>
      new Promise((resolve) => {
        door.close();
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, LOOPBACK, resolve);
  });
}

class Door {
  readonly #options: DebugServerOptions;
  readonly #token: string;
  readonly #streams = new Set<ServerResponse>();
  readonly #unwatch: () => void;

  constructor(options: DebugServerOptions, token: string) {
    this.#options = options;
    this.#token = token;
    this.#unwatch = options.session.watch((state) => {
      for (const stream of this.#streams) this.#send(stream, state);
    });
  }

  close(): void {
    this.#unwatch();
    for (const stream of this.#streams) stream.end();
  }

  async answer(request: IncomingMessage, response: ServerResponse, port: number): Promise<void> {
    response.setHeader("Content-Security-Policy", POLICY);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    const refusal = refusalOf(request, { token: this.#token, port });
    if (refusal !== undefined) {
      finish(response, 403, "text/plain", `expected the debugger's own page: ${refusal}\n`);
      return;
    }
    const path = (request.url ?? "").split("?")[0]?.slice(this.#token.length + 1) ?? "";
    const route = `${request.method ?? "GET"} ${path}`;
    try {
      await this.#route(route, request, response);
    } catch (error) {
      finish(response, 400, "text/plain", `${(error as Error).message}\n`);
    }
  }

  async #route(route: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { html, script, style } = renderDebugger();
    switch (route) {
      case "GET /":
        finish(response, 200, "text/html", html);
        return;
      case "GET /debugger.js":
        finish(response, 200, "text/javascript", script);
        return;
      case "GET /debugger.css":
        finish(response, 200, "text/css", style);
        return;
      case "GET /states":
        this.#stream(response);
        return;
      case "POST /command": {
        const command = debugCommand.parse(JSON.parse(await bodyOf(request)));
        await this.#options.session.run(command);
        finish(response, 200, "application/json", "{}");
        return;
      }
      case "POST /save": {
        const { what } = JSON.parse(await bodyOf(request)) as { readonly what?: unknown };
        if (what !== "choices" && what !== "scenario")
          throw new Error('expected what to save, "choices" or "scenario"');
        const said = this.#options.save(what);
        finish(response, 200, "application/json", JSON.stringify({ said }));
        return;
      }
      default:
        finish(response, 404, "text/plain", "there is no such page\n");
    }
  }

  #stream(response: ServerResponse): void {
    response.writeHead(200, { "Content-Type": "text/event-stream; charset=utf-8" });
    this.#streams.add(response);
    response.on("close", () => this.#streams.delete(response));
    const { state } = this.#options.session;
    if (state !== undefined) this.#send(response, state);
  }

  #send(stream: ServerResponse, state: DebugState): void {
    stream.write(`data: ${JSON.stringify({ ...state, ...this.#options.extras(state) })}\n\n`);
  }
}

function finish(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { "Content-Type": `${type}; charset=utf-8` });
  response.end(body);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    // What is too much is read to its end, so that the answer can be read, and not kept.
    if (bytes <= MOST_BODY_BYTES) parts.push(part);
  }
  if (bytes > MOST_BODY_BYTES) throw new Error(`expected at most ${String(MOST_BODY_BYTES)} bytes`);
  return Buffer.concat(parts).toString("utf8");
}
