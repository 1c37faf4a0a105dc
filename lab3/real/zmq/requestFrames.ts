import { decode, encode } from "labrpc/codec";

/** A request as it came over the wire. */
export type RequestRead =
  | { readonly kind: "request"; readonly method: string; readonly args: unknown }
  | { readonly kind: "hello" }
  | { readonly kind: "malformed"; readonly problem: string };

/** Asks nothing but whether the server is there. */
export const HELLO_FRAME = ["", "hello"];

/**
 * A request on the wire: one frame such as {"type":"get","key":"a"}, as in the course's document. Arguments that do
 * not fit in there, since they are no object or have a field `type`, get a frame of their own.
 *
 * Throws TypeError for what cannot be copied.
 */
export function requestFrames(method: string, args: unknown): string[] {
  const what = `the argument of ${method}`;
  if (isPlainRequest(args) && !Object.hasOwn(args, "type")) return [encode({ type: method, ...args }, what)];
  return [encode({ type: method }, what), encode(args, what)];
}

export function readRequestFrames([head, body]: readonly Buffer[]): RequestRead {
  if (head?.length === 0 && body?.toString() === HELLO_FRAME[1]) return { kind: "hello" };
  try {
    const read = decode(head?.toString() ?? "");
    const { type: method, ...args } = isPlainRequest(read) ? read : {};
    if (typeof method !== "string")
      return malformedRequest(`got ${head?.toString().slice(0, 200) ?? "nothing"}`);
    return { kind: "request", method, args: body === undefined ? args : decode(body.toString()) };
  } catch (error) {
    return malformedRequest((error as Error).message);
  }
}

function malformedRequest(problem: string): RequestRead {
  return { kind: "malformed", problem: `expected a request such as {"type":"get","key":"a"}: ${problem}` };
}

function isPlainRequest(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
