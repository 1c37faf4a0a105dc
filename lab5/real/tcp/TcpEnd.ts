import { connect, type Socket } from "node:net";
import { RemoteError, TimeoutError, type ArgsOf, type ClientEnd, type MethodOf, type ReplyOf } from "labrpc";
import type { KVService, Response } from "../../types";
import { visibleMiniRedisText } from "./visibleMiniRedisText";
import { tcpProblemInWords } from "./tcpProblemInWords";

/** A request that waits for its response. */
interface PendingTcpCall {
  readonly resolve: (response: Response) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** One connection, and its requests in the order in which they will be answered. */
interface TcpEndSocket {
  readonly socket: Socket;
  readonly pending: PendingTcpCall[];
  rest: string;
}

/** How long a call waits for its response, ms. */
const TIMEOUT_MS = 5_000;
/** Characters of a response: more than the names of a million keys. */
const LONGEST_RESPONSE = 64 * 2 ** 20;

export interface TcpEndOptions {
  /** "localhost" is 127.0.0.1. */
  readonly host: string;
  readonly port: number;
  /** Default: 5,000. */
  readonly timeoutMs?: number;
}

/**
 * A server as student code sees it, behind TCP. The connection is kept from call to call, and made anew when it was
 * lost. Rejects with TimeoutError when the server cannot be reached, the connection is lost or no response comes in
 * time: the request may or may not have been executed. Rejects with RemoteError when the response is none.
 */
export class TcpEnd implements ClientEnd<KVService> {
  readonly #options: TcpEndOptions;
  #line: TcpEndSocket | undefined;

  constructor(options: TcpEndOptions) {
    this.#options = options;
  }

  call<M extends MethodOf<KVService>>(method: M, args: ArgsOf<KVService, M>): Promise<ReplyOf<KVService, M>> {
    const { timeoutMs = TIMEOUT_MS } = this.#options;
    return new Promise((resolve, reject) => {
      const text = `${JSON.stringify(args)}\n`;
      const line = this.#connected();
      const timer = setTimeout(
        // Responses come in order, so nothing behind this one is to be hoped for.
        () => this.#lose(line, `${method} got no response within ${String(timeoutMs / 1000)} s`),
        timeoutMs,
      );
      line.pending.push({ resolve: (response) => resolve(response as ReplyOf<KVService, M>), reject, timer });
      line.socket.write(text);
    });
  }

  /** Ends the connection. Calls that wait are rejected. */
  close(): void {
    if (this.#line !== undefined) this.#lose(this.#line, "the connection was closed");
  }

  #connected(): TcpEndSocket {
    if (this.#line !== undefined) return this.#line;
    const { host, port } = this.#options;
    const socket = connect({ host: host === "localhost" ? "127.0.0.1" : host, port, noDelay: true });
    const line: TcpEndSocket = { socket, pending: [], rest: "" };
    socket.setEncoding("utf8");
    socket.on("data", (text: string) => this.#take(line, text));
    socket.on("error", (error: NodeJS.ErrnoException) => this.#lose(line, tcpProblemInWords(error)));
    socket.on("close", () => this.#lose(line, "the server closed the connection"));
    this.#line = line;
    return line;
  }

  #take(line: TcpEndSocket, text: string): void {
    line.rest += text;
    if (line.rest.length > LONGEST_RESPONSE)
      return this.#lose(
        line,
        `it sent more than ${String(LONGEST_RESPONSE)} characters without an end of the line`,
      );
    // A long response comes in many pieces, and is looked through once.
    if (!text.includes("\n")) return;
    const parts = line.rest.split("\n");
    line.rest = parts.pop() ?? "";
    for (const part of parts) {
      const pending = line.pending.shift();
      if (pending === undefined) return this.#lose(line, "there was a response to no request");
      clearTimeout(pending.timer);
      const response = responseInLine(part);
      if (response !== undefined) pending.resolve(response);
      // Whatever answers there may send anything; this comes to somebody's terminal.
      else
        pending.reject(
          new RemoteError(`expected a response in JSON, got ${visibleMiniRedisText(part.slice(0, 80))}`),
        );
    }
  }

  #lose(line: TcpEndSocket, why: string): void {
    if (this.#line === line) this.#line = undefined;
    line.socket.destroy();
    const { host, port } = this.#options;
    for (const { reject, timer } of line.pending.splice(0)) {
      clearTimeout(timer);
      reject(new TimeoutError(`${host}:${String(port)}: ${why}`));
    }
  }
}

/** Undefined for a line that is no object in JSON. */
function responseInLine(line: string): Response | undefined {
  try {
    const read: unknown = JSON.parse(line);
    return typeof read === "object" && read !== null && !Array.isArray(read) ? (read as Response) : undefined;
  } catch {
    return undefined;
  }
}
