/** Replies of the Redis protocol, as they go over the wire. */
export const OK = "+OK\r\n";
export const NIL = "$-1\r\n";

export function simple(text: string): string {
  return `+${text}\r\n`;
}

export function integer(value: number): string {
  return `:${String(value)}\r\n`;
}

export function bulk(text: string): string {
  return `$${String(Buffer.byteLength(text))}\r\n${text}\r\n`;
}

/** @param items whole replies */
export function array(items: readonly string[]): string {
  return `*${String(items.length)}\r\n${items.join("")}`;
}

/** @param code the first word, by which programs tell errors apart; it has no colon */
export function respError(message: string, code = "ERR"): string {
  return `-${code} ${message.replace(/[\r\n]+/g, " ")}\r\n`;
}
