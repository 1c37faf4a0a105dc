import { z } from "zod";
import type { DeepReadonly } from "./DeepReadonly";

/** What can happen in a run. */
const KINDS = [
  "call", // a host sends a request
  "deliver", // the request reaches the server
  "reply", // the handler's reply leaves the server
  "return", // the reply reaches the caller
  "timeout", // the caller gives up waiting
  "lost-request",
  "lost-reply",
  "copy", // a request arrives once more
  "late", // a reply reaches a caller that has given up
  "throw", // a handler threw
  "begin", // the test calls a method of an object on a host
  "end", // that method returned
  "error", // that method threw
  "console",
  "start", // a host was made, or restarted
  "crash",
  "network", // the test changed the network
] as const;

/** One thing that happened. */
export const traceEvent = z.strictObject({
  /** Virtual ms since the start of the run. */
  at: z.number(),
  kind: z.enum(KINDS),
  host: z.string(),
  /** The other host of a message. */
  peer: z.string().optional(),
  /** The call that the event belongs to; 0 when it belongs to none. */
  id: z.int(),
  /** The message as JSON text with its method before it, or the line printed. */
  text: z.string(),
});

export type TraceEvent = DeepReadonly<z.infer<typeof traceEvent>>;
export type TraceKind = TraceEvent["kind"];
