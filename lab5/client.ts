import { NotImplemented } from "labrpc";
import type { ClientOptions, Response, ServerInfo } from "./types";

/** Finds the server of each key, and tries again when it does not answer. */
export class Client {
  /** @param servers all servers; the order counts */
  constructor(
    readonly servers: readonly ServerInfo[],
    readonly options: ClientOptions = {},
  ) {}

  /** The server that a key belongs to: MD5 of the key, as a number, modulo the number of servers. */
  serverOf(key: string): ServerInfo {
    throw new NotImplemented(`Client.serverOf(${key})`);
  }

  get(key: string): Promise<Response> {
    throw new NotImplemented(`Client.get(${key})`);
  }

  set(key: string, value: string): Promise<Response> {
    throw new NotImplemented(`Client.set(${key}, ${String(value.length)} characters)`);
  }

  delete(key: string): Promise<Response> {
    throw new NotImplemented(`Client.delete(${key})`);
  }

  /** @param ttl seconds from now */
  expire(key: string, ttl: number): Promise<Response> {
    throw new NotImplemented(`Client.expire(${key}, ${String(ttl)})`);
  }

  /** One response of each server, in their order; of one server alone when its number is given. */
  stats(server?: number): Promise<Response[]> {
    throw new NotImplemented(`Client.stats(${String(server)})`);
  }

  /** One response of each server, in their order; of one server alone when its number is given. */
  keys(server?: number): Promise<Response[]> {
    throw new NotImplemented(`Client.keys(${String(server)})`);
  }

  /** Optional: the values of several keys, wherever they are. Rejects when a server cannot be reached. */
  mget(keys: readonly string[]): Promise<Record<string, string | null>> {
    throw new NotImplemented(`Client.mget(${keys.join(", ")})`);
  }

  /** Optional: writes several keys, wherever they belong. Rejects when a server cannot be reached. */
  mset(entries: Readonly<Record<string, string>>): Promise<void> {
    throw new NotImplemented(`Client.mset(${Object.keys(entries).join(", ")})`);
  }
}
