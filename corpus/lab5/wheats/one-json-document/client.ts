import { createHash } from "node:crypto";
import type { ClientOptions, Request, Response, ServerInfo } from "./types";

export class Client {
  constructor(
    readonly servers: readonly ServerInfo[],
    readonly options: ClientOptions = {},
  ) {}

  serverOf(key: string): ServerInfo {
    let rest = 0;
    for (const byte of createHash("md5").update(Buffer.from(key)).digest() as Buffer)
      rest = (rest * 256 + byte) % this.servers.length;
    return this.servers[rest]!;
  }

  get(key: string): Promise<Response> {
    return this.try(this.serverOf(key), { command: "GET", key }, 0);
  }
  set(key: string, value: string): Promise<Response> {
    return this.try(this.serverOf(key), { command: "SET", key, value }, 0);
  }
  delete(key: string): Promise<Response> {
    return this.try(this.serverOf(key), { command: "DELETE", key }, 0);
  }
  expire(key: string, ttl: number): Promise<Response> {
    return this.try(this.serverOf(key), { command: "EXPIRE", key, ttl }, 0);
  }
  stats(server?: number): Promise<Response[]> {
    return this.all("STATS", server);
  }
  keys(server?: number): Promise<Response[]> {
    return this.all("KEYS", server);
  }
  mget(): Promise<Record<string, string | null>> {
    throw new Error("not offered");
  }
  mset(): Promise<void> {
    throw new Error("not offered");
  }

  async all(command: string, id?: number): Promise<Response[]> {
    const responses: Response[] = [];
    for (const server of this.servers)
      if (id === undefined || id === server.id) responses.push(await this.try(server, { command }, 0));
    return responses;
  }

  async try(server: ServerInfo, request: Request, failed: number): Promise<Response> {
    try {
      return await server.end.call("handle", request);
    } catch {
      if (failed >= 3)
        return {
          status: "error",
          message: `Server ${server.id} unavailable after 3 retries`,
          server_id: server.id,
        };
      this.options.onRetry?.(server.id, failed + 1, 3);
      await new Promise((go) => setTimeout(go, 500));
      return this.try(server, request, failed + 1);
    }
  }
}
