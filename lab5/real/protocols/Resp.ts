import type { TcpProtocol, TcpProtocolReply } from "./TcpProtocol";
import type { RespCommands, RespSession } from "./RespCommands";
import { readRespRequest } from "./RespRequest";
import { respError } from "./respReply";

/** The Redis protocol, version 2, as `redis-cli`, `redis-benchmark` and client libraries speak it. */
export class Resp implements TcpProtocol {
  readonly #commands: RespCommands;
  readonly #mostBytes: number;
  readonly #session: RespSession = { password: undefined, over: false };
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;

  constructor(commands: RespCommands, mostBytes: number) {
    this.#commands = commands;
    this.#mostBytes = mostBytes;
  }

  get waiting(): number {
    return this.#bytes.length - this.#at;
  }

  push(chunk: Buffer): void {
    this.#bytes = this.waiting === 0 ? chunk : Buffer.concat([this.#bytes.subarray(this.#at), chunk]);
    this.#at = 0;
  }

  next(): TcpProtocolReply | Promise<TcpProtocolReply> | undefined {
    const request = readRespRequest(this.#bytes, this.#at);
    const size = request.kind === "command" ? request.end - this.#at : this.waiting;
    if (size > this.#mostBytes)
      return this.#last(`expected a request of at most ${String(this.#mostBytes)} bytes, got more`);
    switch (request.kind) {
      case "part":
        return undefined;
      case "wrong":
        return this.#last(request.message);
      case "no-text":
        this.#at = request.end;
        return { text: respError("expected UTF-8, got other bytes"), last: false };
      case "command": {
        this.#at = request.end;
        // Redis, too, passes over an empty array without an answer.
        if (request.words.length === 0) return this.next();
        const reply = this.#commands.answer(request.words, this.#session);
        return reply instanceof Promise ? reply.then((text) => this.#reply(text)) : this.#reply(reply);
      }
    }
  }

  error(message: string): string {
    return respError(message);
  }

  #reply(text: string): TcpProtocolReply {
    return { text, last: this.#session.over };
  }

  #last(message: string): TcpProtocolReply {
    return { text: respError(`Protocol error: ${message}`), last: true };
  }
}
