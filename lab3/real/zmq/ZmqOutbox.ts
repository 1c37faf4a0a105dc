/** What sends: a ZeroMQ socket. */
export interface ZmqSender {
  send(message: string | (string | Buffer)[]): Promise<void>;
}

/**
 * Sends messages in the order in which they are given. A socket refuses a message while it is busy with another one,
 * which may be at any time: the binding lets a socket do so much in one turn of the event loop, and no more.
 */
export class ZmqOutbox {
  readonly #socket: ZmqSender;
  readonly #waiting: (string | (string | Buffer)[])[] = [];
  #busy = false;

  constructor(socket: ZmqSender) {
    this.#socket = socket;
  }

  /** Returns at once. What cannot be sent any more, since the socket is closed, is dropped. */
  put(message: string | (string | Buffer)[]): void {
    this.#waiting.push(message);
    if (!this.#busy) void this.#sendAll();
  }

  async #sendAll(): Promise<void> {
    this.#busy = true;
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      try {
        await this.#socket.send(next);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EBADF") throw error;
      }
    }
    this.#busy = false;
  }
}
