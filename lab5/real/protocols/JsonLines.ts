import { isUtf8 } from "node:buffer";
import type { Response } from "../../types";
import type { AskMiniRedis } from "./miniRedisRequestHandler";
import type { TcpProtocol, TcpProtocolReply } from "./TcpProtocol";

const NEWLINE = 10;

/**
 * The course's protocol: a request is a JSON object on a line of its own, and so is its response. What is no JSON is
 * answered with an error, and the next line is read; a line that is too long ends the connection.
 */
export class JsonLines implements TcpProtocol {
  readonly #ask: AskMiniRedis;
  readonly #serverId: number;
  readonly #mostBytes: number;
  #bytes: Buffer = Buffer.alloc(0);
  /** Where the next line begins, and up to where no newline is. */
  #at = 0;
  #searched = 0;

  constructor(ask: AskMiniRedis, serverId: number, mostBytes: number) {
    this.#ask = ask;
    this.#serverId = serverId;
    this.#mostBytes = mostBytes;
  }

  get waiting(): number {
    return this.#bytes.length - this.#at;
  }

  push(chunk: Buffer): void {
    this.#bytes = this.waiting === 0 ? chunk : Buffer.concat([this.#bytes.subarray(this.#at), chunk]);
    this.#searched -= this.#at;
    if (this.#searched < 0) this.#searched = 0;
    this.#at = 0;
  }

  next(): TcpProtocolReply | Promise<TcpProtocolReply> | undefined {
    const end = this.#bytes.indexOf(NEWLINE, this.#searched);
    if ((end === -1 ? this.#bytes.length : end) - this.#at > this.#mostBytes) {
      const message = `expected a line of at most ${String(this.#mostBytes)} bytes, got more`;
      return { text: this.error(message), last: true };
    }
    if (end === -1) {
      this.#searched = this.#bytes.length;
      return undefined;
    }
    const line = this.#bytes.subarray(this.#at, end);
    this.#at = end + 1;
    this.#searched = this.#at;
    return this.#answer(line);
  }

  error(message: string): string {
    const response: Response = {
      status: "error",
      message: `Invalid request: ${message}`,
      server_id: this.#serverId,
    };
    return jsonLineOf(response);
  }

  #answer(line: Buffer): TcpProtocolReply | Promise<TcpProtocolReply> {
    let request: unknown;
    try {
      request = JSON.parse(line.toString());
    } catch (error) {
      return { text: this.error(`expected JSON, got ${(error as SyntaxError).message}`), last: false };
    }
    // Bytes that are no UTF-8 would turn into other characters without a word.
    if (!isUtf8(line)) return { text: this.error("expected UTF-8, got other bytes"), last: false };
    const response = this.#ask(request);
    return response instanceof Promise ? response.then(jsonLineReply) : jsonLineReply(response);
  }
}

function jsonLineReply(response: Response): TcpProtocolReply {
  return { text: jsonLineOf(response), last: false };
}

function jsonLineOf(response: Response): string {
  return `${JSON.stringify(response)}\n`;
}
