import { EventEmitter } from "node:events";
import { Pool } from "undici";
import { RemoteError, TimeoutError, type ArgsOf, type ClientEnd, type MethodOf, type ReplyOf } from "labrpc";
import { decodeRealmMessage, encodeRealmMessage } from "labrpc/codec";
import type { KVService } from "../../types";
import { HTTP_FAILURE_HEADER } from "./failureHeader";
import type { HttpMessageDelay } from "./HttpMessageDelay";
import type { HttpNodeMetrics } from "./HttpNodeMetrics";

export interface HttpEndOptions {
  /** How long each message waits before it is sent. Default: not at all. */
  readonly delay?: HttpMessageDelay;
  /** After so long without an answer a call is given up, ms. Default: 5,000. */
  readonly timeoutMs?: number;
  readonly metrics?: HttpNodeMetrics;
}

/** A call that was refused at once counts as unanswered only after this time, ms, so that who tries again rests. */
const REFUSED_MS = 50;
/** Calls that may be under way at a time to one node; more wait. */
const CONNECTIONS = 32;

/** A node's end to another one, over HTTP with connections that stay open. The rules are those of `ClientEnd`. */
export class HttpEnd implements ClientEnd<KVService> {
  readonly #pool: Pool;
  readonly #address: string;
  readonly #options: HttpEndOptions;
  readonly #timeoutMs: number;

  /** @param address such as "http://localhost:5001" */
  constructor(address: string, options: HttpEndOptions = {}) {
    this.#address = address;
    this.#options = options;
    this.#timeoutMs = options.timeoutMs ?? 5_000;
    this.#pool = new Pool(address, {
      connections: CONNECTIONS,
      connect: { timeout: this.#timeoutMs },
      // The timer of the whole call decides.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  async call<Method extends MethodOf<KVService>>(
    method: Method,
    args: ArgsOf<KVService, Method>,
  ): Promise<ReplyOf<KVService, Method>> {
    const body = encodeRealmMessage(args, `the argument of ${method}`);
    const started = performance.now();
    await this.#options.delay?.wait();
    const answer = await this.#send(method, body);
    this.#options.metrics?.call(this.#address, answer.kind, (performance.now() - started) / 1000);
    switch (answer.kind) {
      case "reply":
        return decodeRealmMessage(answer.text) as ReplyOf<KVService, Method>;
      case "error":
        throw new RemoteError(`${this.#address}: ${answer.message}`);
      case "no answer":
        throw new TimeoutError(`no answer to ${method} from ${this.#address}: ${answer.message}`);
    }
  }

  close(): Promise<void> {
    return this.#pool.destroy();
  }

  async #send(method: string, body: string): Promise<Answer> {
    const started = performance.now();
    // undici takes an emitter as well, which is made faster than an AbortController.
    const giveUp = new EventEmitter();
    const timer = setTimeout(() => giveUp.emit("abort"), this.#timeoutMs);
    try {
      const {
        statusCode,
        headers,
        body: stream,
      } = await this.#pool.request({
        method: "POST",
        path: pathOfHttpCall(method, body),
        headers: { "content-type": "application/json" },
        body,
        signal: giveUp,
      });
      const text = await stream.text();
      if (headers[HTTP_FAILURE_HEADER] === undefined) return { kind: "reply", text };
      return { kind: "error", message: messageOfHttpError(text) ?? `status ${String(statusCode)}` };
    } catch (error) {
      const waited = performance.now() - started;
      // A timer may be early by a part of a millisecond.
      if (waited > this.#timeoutMs - 1)
        return { kind: "no answer", message: `none within ${String(this.#timeoutMs)} ms` };
      const rest = REFUSED_MS - waited;
      if (rest > 0) await new Promise((resolve) => setTimeout(resolve, rest));
      return { kind: "no answer", message: error instanceof Error ? error.message : String(error) };
    } finally {
      clearTimeout(timer);
    }
  }
}

type Answer =
  | { readonly kind: "reply"; readonly text: string }
  | { readonly kind: "error"; readonly message: string }
  | { readonly kind: "no answer"; readonly message: string };

/** The paths `/set` and `/replicate` take objects; everything else goes where anything may. */
function pathOfHttpCall(method: string, body: string): string {
  const isObject = body.startsWith("{");
  return isObject && (method === "set" || method === "replicate")
    ? `/${method}`
    : `/rpc/${encodeURIComponent(method)}`;
}

function messageOfHttpError(text: string): string | undefined {
  const { error } = JSON.parse(text) as { error?: unknown };
  return typeof error === "string" ? error : undefined;
}
