import { NotImplemented } from "labrpc";
import type { KVService, Request, Response, ServerConfig, StartReport } from "./types";

/** One server. The kit starts it, hands it one request after the other, and stops it; or kills it. */
export class KVServer implements KVService {
  constructor(readonly config: ServerConfig) {}

  /** Restores what is on the disk, and starts to sweep and to save. Called once, before any request. */
  start(): Promise<StartReport> {
    throw new NotImplemented("KVServer.start()");
  }

  /** Answers one request. Never rejects: what cannot be done is a response of status "error". */
  handle(request: Request): Promise<Response> | Response {
    throw new NotImplemented(`KVServer.handle(${String(request.command)})`);
  }

  /** Saves everything and stops all timers. After that no request comes. */
  stop(): Promise<void> {
    throw new NotImplemented("KVServer.stop()");
  }
}
