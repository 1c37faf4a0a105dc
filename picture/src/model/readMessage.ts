/** A text of the trace, taken apart. */
export interface MessageText {
  /** "put", or "" when there is none. */
  readonly method: string;
  /** The arguments or the reply as JSON text, or what else is there. */
  readonly body: string;
}

/** Takes `put({"key":"k"})` and `put: {"ok":true}` apart. */
export function readMessage(text: string): MessageText {
  const call = /^([\w$.[\]]+)\(([^]*?)\)?$/.exec(text);
  if (call !== null) return { method: call[1] ?? "", body: call[2] ?? "" };
  const reply = /^([\w$.]+): ([^]*)$/.exec(text);
  if (reply !== null) return { method: reply[1] ?? "", body: reply[2] ?? "" };
  return /^[\w$.]+$/.test(text) ? { method: text, body: "" } : { method: "", body: text };
}

/** The value of a JSON text; undefined when it is none, for instance because it was cut. */
export function parseMessageBody(body: string): unknown {
  try {
    return plainMessageValue(JSON.parse(body));
  } catch {
    return undefined;
  }
}

/** JSON over several lines, or the text as it is when it is not JSON. */
export function prettyMessageBody(body: string): string {
  const value = parseMessageBody(body);
  return value === undefined ? body : JSON.stringify(value, null, 2);
}

/** Replaces the tags of labrpc's codec (realm/codec.ts) by something to read: for the eye only. */
function plainMessageValue(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(plainMessageValue);
  const fields = value as Record<string, unknown>;
  const { $: tag, v } = fields;
  if (typeof tag !== "string")
    return Object.fromEntries(Object.entries(fields).map(([key, part]) => [key, plainMessageValue(part)]));
  if (tag === "object" && Array.isArray(v))
    return Object.fromEntries((v as [string, unknown][]).map(plainMessageEntry));
  if (Array.isArray(v)) return { [tag]: v.map(plainMessageValue) };
  return tag === "undefined" ? "undefined" : `${tag} ${String(v)}`;
}

function plainMessageEntry([key, part]: [string, unknown]): [string, unknown] {
  return [key, plainMessageValue(part)];
}
