import type { Socket } from "node:net";
import type { TcpProtocolLimits } from "../protocols/TCP_PROTOCOL_LIMITS";
import type { TcpProtocol } from "../protocols/TcpProtocol";

/**
 * One client's connection. Its requests are answered one after the other, in order; other connections do not wait
 * for it. What a client does too slowly, or never, costs it the connection:
 *
 *     half a request, and no more         an error, and the end
 *     a request that never ends           an error, and the end, as soon as it is too long
 *     answers that nobody reads           no request is read any more; later the end
 */
export class TcpConnection {
  readonly #socket: Socket;
  readonly #choose: (first: number) => TcpProtocol;
  readonly #limits: TcpProtocolLimits;
  #protocol: TcpProtocol | undefined;
  /** Answers that go out together: all that come in one turn of the event loop. */
  #out = "";
  #answering = false;
  /** Answers wait for the client to read those before. */
  #blocked = false;
  /** The client will send no more. */
  #ended = false;
  /** It was cut off, or has said goodbye: what it sends is not looked at. */
  #over = false;
  #late: NodeJS.Timeout | undefined;

  /** @param choose the language, by the first byte */
  constructor(socket: Socket, choose: (first: number) => TcpProtocol, limits: TcpProtocolLimits) {
    this.#socket = socket;
    this.#choose = choose;
    this.#limits = limits;
    socket.setNoDelay(true);
    socket.setKeepAlive(true, limits.keepAliveMs);
    socket.on("data", (chunk: Buffer) => this.#take(chunk));
    socket.on("end", () => {
      this.#ended = true;
      if (!this.#answering) this.#finish();
    });
    socket.on("close", () => {
      this.#over = true;
      this.#stopTheClock();
    });
    // A client that vanished; "close" follows.
    socket.on("error", () => undefined);
  }

  /** Ends the connection behind the request that is being answered; by force, if the client holds it open. */
  close(): void {
    const force = setTimeout(() => this.#socket.destroy(), this.#limits.closeMs);
    this.#socket.once("close", () => clearTimeout(force));
    this.#ended = true;
    if (!this.#answering) this.#finish();
  }

  #take(chunk: Buffer): void {
    if (this.#over || chunk.length === 0) return;
    const protocol = (this.#protocol ??= this.#choose(chunk[0] ?? 0));
    protocol.push(chunk);
    if (!this.#answering) this.#answerAll(protocol);
    // Who sends faster than the server answers has to wait, and nothing piles up here.
    else if (protocol.waiting > 2 * this.#limits.requestBytes) this.#socket.pause();
  }

  /** Without a promise as long as the answers are there at once: that is most of the time, and fast. */
  #answerAll(protocol: TcpProtocol): void {
    this.#answering = true;
    while (!this.#over) {
      const reply = protocol.next();
      if (reply === undefined) break;
      this.#stopTheClock();
      if (reply instanceof Promise) {
        void reply.then(({ text, last }) => {
          if (this.#send(text, last)) this.#answerAll(protocol);
        });
        return;
      }
      if (!this.#send(reply.text, reply.last)) return;
    }
    this.#answering = false;
    if (this.#over) return;
    if (this.#ended) return this.#finish();
    if (this.#socket.isPaused() && !this.#socket.writableNeedDrain) this.#socket.resume();
    if (protocol.waiting > 0) this.#watchTheClock(protocol);
  }

  /** Returns whether to go on at once. */
  #send(text: string, last: boolean): boolean {
    if (this.#over) return false;
    if (last) {
      this.#farewell(text, this.#limits.farewellMs);
      return false;
    }
    if (this.#out === "") process.nextTick(() => this.#flush());
    this.#out += text;
    if (this.#out.length >= this.#limits.requestBytes) this.#flush();
    this.#blocked = this.#socket.writableNeedDrain;
    return !this.#blocked;
  }

  #flush(): void {
    if (this.#out === "" || this.#socket.destroyed) return;
    const drained = this.#socket.write(this.#out);
    this.#out = "";
    if (drained || this.#socket.listenerCount("drain") > 0) return;
    // Nothing more is read until the client has read what there is.
    this.#socket.pause();
    const unread = setTimeout(() => this.#socket.destroy(), this.#limits.unreadMs);
    const done = (): void => clearTimeout(unread);
    this.#socket.once("close", done);
    this.#socket.once("drain", () => {
      done();
      this.#socket.removeListener("close", done);
      this.#drained();
    });
  }

  #drained(): void {
    if (this.#over) return;
    this.#flush();
    if (this.#socket.writableNeedDrain) return;
    if (this.#blocked && this.#protocol !== undefined) {
      this.#blocked = false;
      this.#answerAll(this.#protocol);
    } else if (!this.#answering) this.#socket.resume();
  }

  /** A request that has begun must come to an end. */
  #watchTheClock(protocol: TcpProtocol): void {
    this.#late ??= setTimeout(() => {
      const seconds = String(this.#limits.requestMs / 1000);
      const text = protocol.error(`expected the rest of the request within ${seconds} s, got none`);
      this.#farewell(text, this.#limits.farewellMs);
    }, this.#limits.requestMs);
  }

  #stopTheClock(): void {
    if (this.#late === undefined) return;
    clearTimeout(this.#late);
    this.#late = undefined;
  }

  /** The client will send no more, and all whole requests are answered. */
  #finish(): void {
    const half = this.#protocol !== undefined && this.#protocol.waiting > 0;
    const text = half ? (this.#protocol?.error("expected a whole request, got a part of one") ?? "") : "";
    this.#farewell(text, this.#limits.unreadMs);
  }

  /**
   * The last words. What the client still sends is read and thrown away for a while: a connection that is closed
   * with unread bytes takes the last words with it.
   */
  #farewell(text: string, withinMs: number): void {
    if (this.#over) return;
    this.#over = true;
    this.#stopTheClock();
    this.#socket.end(this.#out + text);
    this.#out = "";
    this.#socket.resume();
    const force = setTimeout(() => this.#socket.destroy(), withinMs);
    this.#socket.once("close", () => clearTimeout(force));
  }
}
