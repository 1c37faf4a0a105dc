import { parseBody, readMessage } from "./readMessage";

/** What a reader looks for first. */
const FIRST = ["op", "key", "value", "arg", "version", "ok", "error", "err"];
const MOST = 44;
const LONG_VALUE = 20;

/**
 * A message in a few words, for a label: `put key "k", value "x"`. Where there are fields that are
 * known to tell most, the others are left out, and so is `ok: true`.
 */
export function shortMessage(text: string): string {
  const { method, body } = readMessage(text);
  const value = body === "" ? undefined : parseBody(body);
  const words = value === undefined ? body : briefly(value);
  return cut(words === "" ? method : `${method} ${words}`.trim(), MOST);
}

function briefly(value: unknown): string {
  if (typeof value !== "object" || value === null) return cutMiddle(JSON.stringify(value), LONG_VALUE);
  if (Array.isArray(value)) return value.map((part) => atom(part)).join(", ");
  const rank = (name: string): number => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length);
  const fields = Object.entries(value as Record<string, unknown>).filter(([, part]) => !isId(part));
  const telling = fields.filter(([name, part]) => FIRST.includes(name) && part !== true);
  return (telling.length > 0 ? telling : fields)
    .sort(([a], [b]) => rank(a) - rank(b))
    .map(([name, part]) => `${name} ${atom(part)}`)
    .join(", ");
}

function atom(value: unknown): string {
  if (Array.isArray(value)) return `[${String(value.length)}]`;
  if (typeof value === "object" && value !== null) return "{…}";
  return cutMiddle(JSON.stringify(value), LONG_VALUE);
}

/** Random ids are long and have no spaces. */
function isId(value: unknown): boolean {
  return typeof value === "string" && /^[0-9a-f]{8}-[0-9a-f]{4}-|^[\w-]{24,}$/i.test(value);
}

/** Cuts a text to so many characters, and keeps its end: values that grow differ there. */
export function cutMiddle(text: string, most: number): string {
  if (text.length <= most) return text;
  const tail = Math.max(1, Math.floor((most - 1) * 0.4));
  return `${text.slice(0, most - 1 - tail)}…${text.slice(-tail)}`;
}

/** Cuts long quoted values within a text in their middles. */
export function cutValues(text: string, most: number): string {
  return text.replace(/"(?:[^"\\]|\\.)*"/g, (value) => cutMiddle(value, most));
}

/** Cuts a text to so many characters. */
export function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
