import type { ServerEnd } from "./types";

export class Clerk {
  constructor(readonly server: ServerEnd) {}

  get(key: string): Promise<string> {
    return this.server.call("get", { key }).then((reply) => reply.value);
  }

  set(key: string, value: string): Promise<void> {
    return this.server.call("set", { key, value }).then(() => undefined);
  }
}
