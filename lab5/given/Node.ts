import { SimDisk, type DiskService } from "./SimDisk";
import { KVServer } from "../server";
import type { KVService, Request, Response, ServerConfig, StartReport } from "../types";
import type { ClientEnd } from "labrpc";

/** What a node of the simulation is told when it starts. */
export type NodeConfig = Omit<ServerConfig, "disk"> & { readonly disk: ClientEnd<DiskService> };

/** One host of the simulation: the student's server with a disk. Requests come when it has started. */
export class Node implements KVService {
  readonly #server: KVServer;

  constructor(config: NodeConfig) {
    this.#server = new KVServer({ ...config, disk: new SimDisk(config.disk) });
  }

  start(): Promise<StartReport> {
    return this.#server.start();
  }

  handle(request: Request): Promise<Response> | Response {
    return this.#server.handle(request);
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }
}
