import { parseMessageBody, readMessage } from "./readMessage";

/** What a reader looks for first. */
const FIRST = [
  "op",
  "command",
  "key",
  "value",
  "arg",
  "ttl",
  "version",
  "status",
  "ok",
  "error",
  "err",
  "code",
  "reason",
];
/** What says only that all went well. */
const saysWell = (name: string, part: unknown): boolean =>
  part === true || (name === "status" && part === "success");
/** What tells an object from others. */
const TELLING = ["code", "name", "kind", "type", "error", "message"];
const MOST = 44;
const LONG_VALUE = 20;

/**
 * A message in a few words, for a label: `put key "k", value "x"`. Where there are fields that are
 * known to tell most, the others are left out, and so are `ok: true` and `status: "success"`.
 */
export function shortMessage(text: string): string {
  const { method, body } = readMessage(text);
  const value = body === "" ? undefined : parseMessageBody(body);
  const words = value === undefined ? body : brieflyMessageValue(value);
  return cutLabelText(words === "" ? method : `${method} ${words}`.trim(), MOST);
}

function brieflyMessageValue(value: unknown): string {
  if (typeof value !== "object" || value === null) return cutMiddleOfText(JSON.stringify(value), LONG_VALUE);
  if (Array.isArray(value)) return value.map((part) => messageAtom(part)).join(", ");
  const rank = (name: string): number => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length);
  const fields = Object.entries(value as Record<string, unknown>).filter(
    // What a client chose to write may look like an identity, and is what tells most.
    ([name, part]) => FIRST.includes(name) || !isMessageId(part),
  );
  const telling = fields.filter(([name, part]) => FIRST.includes(name) && !saysWell(name, part));
  return (telling.length > 0 ? telling : fields)
    .sort(([a], [b]) => rank(a) - rank(b))
    .map(([name, part]) => `${name} ${messageAtom(part)}`)
    .join(", ");
}

function messageAtom(value: unknown): string {
  if (Array.isArray(value)) return `[${String(value.length)}]`;
  if (typeof value === "object" && value !== null) return tellingPartOf(value) ?? "{…}";
  return cutMiddleOfText(JSON.stringify(value), LONG_VALUE);
}

/** The code or the name of an error, say. */
function tellingPartOf(value: object): string | undefined {
  const parts = Object.entries(value as Record<string, unknown>);
  const [, part] = parts.find(([name, one]) => TELLING.includes(name) && typeof one === "string") ?? [];
  return part === undefined ? undefined : cutMiddleOfText(JSON.stringify(part), LONG_VALUE);
}

/** Random ids are long and have no spaces. */
function isMessageId(value: unknown): boolean {
  return typeof value === "string" && /^[0-9a-f]{8}-[0-9a-f]{4}-|^[\w-]{24,}$/i.test(value);
}

/** Cuts a text to so many characters, and keeps its end: values that grow differ there. */
export function cutMiddleOfText(text: string, most: number): string {
  if (text.length <= most) return text;
  const tail = Math.max(1, Math.floor((most - 1) * 0.4));
  return `${text.slice(0, most - 1 - tail)}…${text.slice(-tail)}`;
}

/** Cuts long quoted values within a text in their middles. */
export function cutMessageValues(text: string, most: number): string {
  return text.replace(/"(?:[^"\\]|\\.)*"/g, (value) => cutMiddleOfText(value, most));
}

/** Cuts a text to so many characters. */
export function cutLabelText(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
