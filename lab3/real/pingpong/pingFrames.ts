import type { Level } from "../../types";
import type { StoreRequest } from "../processes/configuration";

/** A request of the ping-pong on the wire, as long as a store's. */
export function pingFrame(kind: Exclude<StoreRequest["kind"], "sleep">): string {
  return kind === "get" ? '{"type":"get","key":"key-0"}' : '{"type":"set","key":"key-0","value":"0-100"}';
}

/** Whether a server tells the others of such a request, as a store of that level does. */
export function isPingToAll(frame: string, level: Level): boolean {
  return frame.startsWith('{"type":"set"') || (level === "linearizable" && frame.startsWith('{"type":"get"'));
}
