import { isUtf8 } from "node:buffer";

/** What stands at a place of the bytes that came. `end`: where the next request begins. */
export type RespRequest =
  | { readonly kind: "command"; readonly words: readonly string[]; readonly end: number }
  /** Not all of it has come. */
  | { readonly kind: "part" }
  /** It is whole, and holds bytes that are no text. */
  | { readonly kind: "no-text"; readonly end: number }
  /** Nobody can say where the next request begins. */
  | { readonly kind: "wrong"; readonly message: string };

const STAR = 42;
const DOLLAR = 36;
const CR = 13;
const LF = 10;
const PART = { kind: "part" } as const;
/** Digits that a length may have: enough for any that is allowed. */
const MOST_DIGITS = 7;

/**
 * Reads one request of the Redis protocol: an array of bulk strings, `*2\r\n$3\r\nGET\r\n$1\r\nk\r\n`.
 * The parsers on npm are made for replies from a server that one trusts; this one is made for strangers.
 *
 * Source: https://redis.io/docs/latest/develop/reference/protocol-spec/
 */
export function readRespRequest(bytes: Buffer, from: number): RespRequest {
  const head = readRespLength(bytes, from, STAR);
  if (head.kind !== "length") return head;
  let at = head.end;
  let text = true;
  const words: string[] = [];
  for (let word = 0; word < head.length; word++) {
    const size = readRespLength(bytes, at, DOLLAR);
    if (size.kind !== "length") return size;
    const end = size.end + size.length;
    if (bytes.length < end + 2) return PART;
    if (bytes[end] !== CR || bytes[end + 1] !== LF)
      return { kind: "wrong", message: "expected CRLF behind a bulk string, got other bytes" };
    // "\ufffd" is what other bytes turn into, and rare otherwise.
    const value = bytes.toString("utf8", size.end, end);
    if (value.includes("\ufffd") && !isUtf8(bytes.subarray(size.end, end))) text = false;
    words.push(value);
    at = end + 2;
  }
  return text ? { kind: "command", words, end: at } : { kind: "no-text", end: at };
}

type Length =
  | { readonly kind: "length"; readonly length: number; readonly end: number }
  | Extract<RespRequest, { kind: "part" | "wrong" }>;

/** A sign, digits, CRLF. */
function readRespLength(bytes: Buffer, from: number, sign: number): Length {
  if (from >= bytes.length) return PART;
  const wrong = { kind: "wrong", message: `expected '${String.fromCharCode(sign)}' and a length` } as const;
  if (bytes[from] !== sign) return wrong;
  let length = 0;
  for (let at = from + 1; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === CR && at > from + 1) {
      if (at + 1 === bytes.length) return PART;
      return bytes[at + 1] === LF ? { kind: "length", length, end: at + 2 } : wrong;
    }
    if (byte < 48 || byte > 57 || at - from > MOST_DIGITS) return wrong;
    length = length * 10 + byte - 48;
  }
  return PART;
}
