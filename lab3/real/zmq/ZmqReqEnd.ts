import { Request } from "zeromq";
import { RemoteError, TimeoutError, type ArgsOf, type ClientEnd, type MethodOf, type ReplyOf } from "labrpc";
import { decodeRealmMessage } from "labrpc/codec";
import type { KVService } from "../../types";
import { ZMQ_HELLO_FRAMES, zmqRequestFrames } from "./zmqRequestFrames";

/** What ZeroMQ calls it when nothing has come in time. */
const NOTHING_CAME = "EAGAIN";

/** So many that the code of a call is compiled before the first one that counts. */
export const ZMQ_HELLOS = 200;

/**
 * A client's end to its server: ZeroMQ's REQ. One request is under way at a time; more calls wait for their turn.
 * The rules are those of `ClientEnd`.
 */
export class ZmqReqEnd implements ClientEnd<KVService> {
  readonly #address: string;
  readonly #timeoutMs: number;
  #socket: Request | undefined;
  /** Whether a call is under way, and what tells those that wait that it is their turn. */
  #isBusy = false;
  readonly #waiting: (() => void)[] = [];

  /**
   * @param address such as "tcp://127.0.0.1:3000"
   * @param timeoutMs after so long without an answer a call is given up, ms
   */
  constructor(address: string, timeoutMs: number) {
    this.#address = address;
    this.#timeoutMs = timeoutMs;
  }

  async call<Method extends MethodOf<KVService>>(
    method: Method,
    args: ArgsOf<KVService, Method>,
  ): Promise<ReplyOf<KVService, Method>> {
    // Now, and not when its turn comes: the caller may change its object meanwhile.
    const frames = zmqRequestFrames(method, args);
    if (this.#isBusy) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#isBusy = true;
    try {
      return (await this.#ask(method, frames)) as ReplyOf<KVService, Method>;
    } finally {
      // Busy it stays when another one waits: nobody may slip in before that one goes on.
      const next = this.#waiting.shift();
      if (next === undefined) this.#isBusy = false;
      else next();
    }
  }

  /**
   * Connects, and resolves when the server has answered. Says hello many times, so that the first calls are not those
   * that wait for code to be compiled. A hello may take longer than a call: servers and clients start at the same time.
   *
   * @param withinMs how long one may take, ms. Rejects with TimeoutError
   */
  async hello(withinMs: number): Promise<void> {
    const socket = (this.#socket ??= this.#connect());
    socket.receiveTimeout = withinMs;
    for (let i = 0; i < ZMQ_HELLOS; i++) await this.#ask("hello", ZMQ_HELLO_FRAMES);
    socket.receiveTimeout = this.#timeoutMs;
  }

  close(): void {
    this.#socket?.close();
    this.#socket = undefined;
  }

  async #ask(method: string, request: string[]): Promise<unknown> {
    const socket = (this.#socket ??= this.#connect());
    await socket.send(request);
    let frames: Buffer[];
    try {
      frames = await socket.receive();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== NOTHING_CAME) throw error;
      // A REQ socket that waits for an answer takes no other request; a late answer must not be taken for the next.
      this.close();
      throw new TimeoutError(
        `no answer to ${method} from ${this.#address} within ${String(this.#timeoutMs)} ms`,
      );
    }
    const [text, failed] = frames;
    if (failed !== undefined) throw new RemoteError(`${this.#address}: ${String(text)}`);
    return decodeRealmMessage(text?.toString() ?? "");
  }

  #connect(): Request {
    const socket = new Request({ receiveTimeout: this.#timeoutMs, linger: 0 });
    socket.connect(this.#address);
    return socket;
  }
}
