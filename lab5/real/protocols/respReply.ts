/** Replies of the Redis protocol, as they go over the wire. */
export const RESP_OK = "+OK\r\n";
export const RESP_NIL = "$-1\r\n";

export function respSimpleString(text: string): string {
  return `+${text}\r\n`;
}

export function respInteger(value: number): string {
  return `:${String(value)}\r\n`;
}

export function respBulkString(text: string): string {
  return `$${String(Buffer.byteLength(text))}\r\n${text}\r\n`;
}

/** @param items whole replies */
export function respArray(items: readonly string[]): string {
  return `*${String(items.length)}\r\n${items.join("")}`;
}

/** @param code the first word, by which programs tell errors apart; it has no colon */
export function respError(message: string, code = "ERR"): string {
  return `-${code} ${message.replace(/[\r\n]+/g, " ")}\r\n`;
}
