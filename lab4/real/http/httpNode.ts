import type { IncomingMessage } from "node:http";
import {
  fastify,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from "fastify";
import type { Logger } from "pino";
import { studentLinesInNode } from "labcluster/inNode";
import { encodeRealmMessage } from "labrpc/codec";
import { askHttpService } from "./askHttpService";
import { HttpDoorError } from "./HttpDoorError";
import { HTTP_FAILURE_HEADER } from "./failureHeader";
import type { HttpNodeMetrics } from "./HttpNodeMetrics";
import { readHttpMessage, readHttpObject } from "./readBody";
import { receiveHttpBody } from "./receiveHttpBody";

export interface HttpNodeOptions {
  /** The student's object. */
  readonly service: object;
  /** Where the student's code stands: errors are logged with their lines in it. Absolute. */
  readonly code: string;
  readonly log: Logger;
  readonly metrics: HttpNodeMetrics;
  /** After so long in which nothing passes a connection is closed, ms of real time. Default: 30,000. */
  readonly idleMs?: number;
}

/** Longer than a write may wait for its quorum. */
const IDLE_MS = 30_000;

const JSON_TYPE = "application/json; charset=utf-8";
const PATHS: Readonly<Record<string, string>> = {
  "/status": "GET",
  "/get/": "GET",
  "/healthz": "GET",
  "/metrics": "GET",
  "/set": "POST",
  "/replicate": "POST",
  "/rpc/": "POST",
};

/**
 * The door of a node: takes HTTP requests, asks the student's object, and turns its replies into answers.
 *
 *     GET  /status         status(null)          GET  /healthz   200 as soon as it listens
 *     GET  /get/<key>      get({ key })          GET  /metrics   for Prometheus
 *     POST /set            set(body)             POST /rpc/<method>   any method, as on the simulated network
 *     POST /replicate      replicate(body)
 *
 * A reply's `code` gives the status. A handler that throws is logged with file and line, and answered with 500.
 */
export function httpNode({
  service,
  code,
  log,
  metrics,
  idleMs = IDLE_MS,
}: HttpNodeOptions): FastifyInstance {
  const app = fastify({
    // Who sends a request in small pieces has so long for all of them, ms.
    requestTimeout: 30_000,
    // Who does not read its answers would otherwise keep them here for ever.
    connectionTimeout: idleMs,
    forceCloseConnections: true,
    // No route has a schema. Fastify's own compilers of schemas would take as long to load as the rest of it.
    schemaController: {
      compilersFactory: { buildValidator: noHttpRouteSchemas, buildSerializer: noHttpRouteSchemas },
    },
    // Keys are as long as the student's class allows. Longer paths than 16 KiB are refused by Node itself.
    routerOptions: { maxParamLength: 16_384 },
    frameworkErrors(error, _request, reply) {
      void refuseHttpRequest(reply, httpDoorErrorOf(error));
    },
    clientErrorHandler(error, socket) {
      if (!socket.writable) return void socket.destroy();
      const text = httpFailureText(
        "bad-request",
        `expected an HTTP request, got one that does not parse: ${error.message}`,
      );
      const lines = [
        `HTTP/1.1 400 Bad Request`,
        `Content-Type: ${JSON_TYPE}`,
        `Content-Length: ${String(Buffer.byteLength(text))}`,
      ];
      socket.end(`${[...lines, "Connection: close"].join("\r\n")}\r\n\r\n${text}`);
    },
  });
  // A body is JSON, whatever its type says: `curl -d` alone says that it is a form.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", (_request: FastifyRequest, body: IncomingMessage) => receiveHttpBody(body));
  app.setErrorHandler((error: FastifyError | HttpDoorError, _request, reply) =>
    refuseHttpRequest(reply, httpDoorErrorOf(error)),
  );
  app.setNotFoundHandler((request, reply) => refuseHttpRequest(reply, noSuchHttpPath(request)));
  app.addHook("onResponse", (request, reply, done) => {
    const route = request.routeOptions.url ?? "none";
    metrics.request(route, reply.statusCode, reply.elapsedTime / 1000);
    if (log.isLevelEnabled("info")) log.info(httpRequestLine(request, reply), "request");
    done();
  });

  app.get("/status", (_request, reply) => ask(reply, "status", null, plainHttpReply));
  app.get("/get/*", (request, reply) => ask(reply, "get", { key: keyOfHttpGet(request) }, plainHttpReply));
  app.post("/set", (request, reply) =>
    ask(reply, "set", readHttpObject(bodyOfHttpRequest(request)), taggedHttpReply),
  );
  app.post("/replicate", (request, reply) =>
    ask(reply, "replicate", readHttpObject(bodyOfHttpRequest(request)), anyHttpReply),
  );
  app.post<{ Params: { method: string } }>("/rpc/:method", (request, reply) =>
    ask(reply, request.params.method, readHttpMessage(bodyOfHttpRequest(request)), anyHttpReply),
  );
  app.get("/healthz", { logLevel: "silent" }, (_request, reply) =>
    reply.type(JSON_TYPE).send('{"success":true}'),
  );
  app.get("/metrics", async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()));
  return app;

  async function ask(
    reply: FastifyReply,
    method: string,
    args: unknown,
    toText: (reply: unknown) => string,
  ): Promise<FastifyReply> {
    const answer = await askHttpService(service, method, args, toText);
    if (answer.kind === "reply") return reply.code(answer.status).type(JSON_TYPE).send(answer.text);
    const { error } = answer;
    const message = `${method} threw ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`;
    metrics.handlerThrew(method);
    log.error({ method, at: studentLinesInNode(error, code) }, message);
    return refuseHttpRequest(reply, new HttpDoorError(500, "internal", message));
  }
}

function httpRequestLine({ method, url }: FastifyRequest, { statusCode, elapsedTime }: FastifyReply): object {
  return { method, url, status: statusCode, ms: elapsedTime };
}

function noHttpRouteSchemas(): never {
  throw new Error("expected no route to have a schema");
}

/** For people and other programs: JSON without the tags that nodes use between them. */
function plainHttpReply(reply: unknown): string {
  return JSON.stringify(httpReplyObject(reply));
}

/** With the tags, where the reply needs them. */
function taggedHttpReply(reply: unknown): string {
  return encodeRealmMessage(httpReplyObject(reply), "the reply");
}

function anyHttpReply(reply: unknown): string {
  return encodeRealmMessage(reply, "the reply");
}

function httpReplyObject(reply: unknown): object {
  if (typeof reply === "object" && reply !== null) return reply;
  throw new TypeError(`expected a reply that is an object, such as {success: true, …}, got ${String(reply)}`);
}

function bodyOfHttpRequest({ body }: FastifyRequest): string {
  return typeof body === "string" ? body : "";
}

/** Everything after "/get/", as it was sent: the router may not take a slash or a dot for its own. */
function keyOfHttpGet({ raw }: FastifyRequest): string {
  const [path = ""] = (raw.url ?? "").split("?");
  return decodeURIComponent(path.slice("/get/".length));
}

function noSuchHttpPath({ method, url }: FastifyRequest): HttpDoorError {
  const [path = ""] = url.split("?");
  const known = Object.keys(PATHS).find((each) =>
    each.endsWith("/") ? path.startsWith(each) : path === each,
  );
  if (known === undefined) {
    const all = Object.entries(PATHS).map(([each, by]) => `${by} ${each}`);
    return new HttpDoorError(404, "no-such-path", `no path ${path}; there are: ${all.join(", ")}`);
  }
  return new HttpDoorError(
    405,
    "wrong-method",
    `expected ${String(PATHS[known])} for ${known}, got ${method}`,
  );
}

/** What Fastify found wrong, in the same form as what the door finds wrong itself. */
function httpDoorErrorOf(error: FastifyError | HttpDoorError): HttpDoorError {
  if (error instanceof HttpDoorError) return error;
  if (error.code === "FST_ERR_BAD_URL" || error instanceof URIError)
    return new HttpDoorError(
      400,
      "bad-request",
      "expected a path in UTF-8 in which two hexadecimal digits follow each %, got another one",
    );
  if ((error.statusCode ?? 500) < 500) return new HttpDoorError(400, "bad-request", error.message);
  return new HttpDoorError(500, "internal", error.message);
}

function refuseHttpRequest(reply: FastifyReply, { status, code, message }: HttpDoorError): FastifyReply {
  return reply
    .code(status)
    .type(JSON_TYPE)
    .header(HTTP_FAILURE_HEADER, code)
    .send(httpFailureText(code, message));
}

function httpFailureText(code: string, error: string): string {
  return JSON.stringify({ success: false, code, error });
}
