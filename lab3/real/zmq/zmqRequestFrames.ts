import { isUtf8 } from "node:buffer";
import { decodeRealmMessage, encodeRealmMessage } from "labrpc/codec";

/** A request as it came over the wire. */
export type ZmqRequestRead =
  | { readonly kind: "request"; readonly method: string; readonly args: unknown }
  | { readonly kind: "hello" }
  | { readonly kind: "malformed"; readonly problem: string };

/** Asks nothing but whether the server is there. Behind the empty frame is a request, which both sides read as one. */
export const ZMQ_HELLO_FRAMES = ["", ...zmqRequestFrames("get", { key: "hello" })];

/**
 * A request on the wire: one frame such as {"type":"get","key":"a"}, as in the course's document. Arguments that do
 * not fit in there, since they are no object or have a field `type`, get a frame of their own.
 *
 * Throws TypeError for what cannot be copied.
 */
export function zmqRequestFrames(method: string, args: unknown): string[] {
  const what = `the argument of ${method}`;
  if (isPlainZmqRequest(args) && !Object.hasOwn(args, "type"))
    return [encodeRealmMessage({ type: method, ...args }, what)];
  return [encodeRealmMessage({ type: method }, what), encodeRealmMessage(args, what)];
}

export function readZmqRequestFrames(frames: readonly Buffer[]): ZmqRequestRead {
  if (frames[0]?.length !== 0 || frames.length === 1) return readZmqCallFrames(frames[0], frames[1]);
  const read = readZmqCallFrames(frames[1], frames[2]);
  return read.kind === "request" ? { kind: "hello" } : read;
}

function readZmqCallFrames(head: Buffer | undefined, body: Buffer | undefined): ZmqRequestRead {
  // Bytes that are no UTF-8 would turn into other characters without a word.
  if ((head !== undefined && !isUtf8(head)) || (body !== undefined && !isUtf8(body)))
    return malformedZmqRequest("got bytes that are no UTF-8");
  try {
    const read = decodeRealmMessage(head?.toString() ?? "");
    const { type: method, ...args } = isPlainZmqRequest(read) ? read : {};
    if (typeof method !== "string")
      return malformedZmqRequest(`got ${head?.toString().slice(0, 200) ?? "nothing"}`);
    return { kind: "request", method, args: body === undefined ? args : decodeRealmMessage(body.toString()) };
  } catch (error) {
    return malformedZmqRequest((error as Error).message);
  }
}

function malformedZmqRequest(problem: string): ZmqRequestRead {
  return { kind: "malformed", problem: `expected a request such as {"type":"get","key":"a"}: ${problem}` };
}

function isPlainZmqRequest(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
