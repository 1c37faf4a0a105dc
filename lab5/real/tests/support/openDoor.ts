import { connect, type Socket } from "node:net";
import type { Response } from "../../../types";
import { TcpDoor, type TcpDoorOptions } from "../../tcp/TcpDoor";

/** A door in this process. */
export interface OpenDoor extends AsyncDisposable {
  readonly port: number;
  readonly door: TcpDoor;
}

export async function openDoor(options: Omit<TcpDoorOptions, "serverId">): Promise<OpenDoor> {
  const door = new TcpDoor({ serverId: 1, ...options });
  const port = await door.listen(0, "127.0.0.1");
  return { door, port, [Symbol.asyncDispose]: () => door.close() };
}

/** Answers each request with its key, and after `wait` ms where the request has that. */
export function echo(request: unknown): Response | Promise<Response> {
  const { key = "", wait } = request as { key?: string; wait?: number };
  const response: Response = { status: "success", message: "echo", key, server_id: 1 };
  return wait === undefined ? response : new Promise((resolve) => setTimeout(() => resolve(response), wait));
}

/** A client that sends bytes and keeps what comes back. */
export class RawClient {
  readonly socket: Socket;
  #text = "";
  /** Resolves to everything that came, when the server has ended the connection. */
  readonly closed: Promise<string>;

  constructor(port: number) {
    this.socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
    this.socket.setEncoding("utf8");
    this.socket.on("data", (text: string) => (this.#text += text));
    this.socket.on("error", () => undefined);
    this.closed = new Promise((resolve) => {
      for (const event of ["end", "close"])
        this.socket.once(event, () => {
          this.socket.destroy();
          resolve(this.#text);
        });
    });
  }

  send(...parts: readonly (string | Buffer)[]): this {
    for (const part of parts) this.socket.write(part);
    return this;
  }

  get text(): string {
    return this.#text;
  }

  /** Waits until that many lines have come, and returns all. */
  async lines(count: number): Promise<string[]> {
    while (this.#text.split("\n").length <= count) {
      if (this.socket.destroyed) throw new Error(`expected ${String(count)} lines, got ${this.#text}`);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    return this.#text.split("\n").slice(0, -1);
  }
}
