import type { ServerEnd } from "./types";

export class Clerk {
  readonly #server: ServerEnd;

  constructor(server: ServerEnd) {
    this.#server = server;
  }

  async get(key: string): Promise<string> {
    const { value } = await this.#server.call("get", { key });
    return value;
  }

  async set(key: string, value: string): Promise<void> {
    await this.#server.call("set", { key, value });
  }
}
