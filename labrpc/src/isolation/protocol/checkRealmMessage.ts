import { MOST_MESSAGE_DEPTH } from "../../realm/border/codec";

/** Shorter texts have too few brackets to be nested too deeply. */
const SHORT = 2 * MOST_MESSAGE_DEPTH;

/**
 * Throws TypeError unless it is what `encodeRealmMessage` makes without a packer: JSON, at most so deep, with no tags but its
 * own, each with a value that fits. What the kit decodes later must not surprise anybody, nor fill the stack.
 */
export function checkRealmMessage(text: unknown): asserts text is string {
  if (typeof text !== "string") throw new TypeError("expected a message as text");
  if (text === "") return;
  const value = parsedMessage(text);
  if (text.length > SHORT || text.includes('"$"')) checkMessagePart(value, 0);
}

function parsedMessage(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new TypeError("expected a message that can be decoded");
  }
}

function checkMessagePart(value: unknown, depth: number): void {
  if (typeof value !== "object" || value === null) return;
  if (depth > MOST_MESSAGE_DEPTH)
    throw new TypeError(`expected a message nested at most ${String(MOST_MESSAGE_DEPTH)} deep`);
  const inner = (part: unknown): void => {
    checkMessagePart(part, depth + 1);
  };
  if (Array.isArray(value)) {
    for (const part of value as unknown[]) inner(part);
    return;
  }
  if (!Object.hasOwn(value, "$")) {
    for (const key of Object.keys(value)) inner((value as Record<string, unknown>)[key]);
    return;
  }
  const { $: tag, v, ...more } = value as Record<string, unknown>;
  const isTagged = typeof tag === "string" && Object.keys(more).length === 0 && isTaggedValue(tag, v, inner);
  if (!isTagged) throw new TypeError("expected a message with the codec's own tags, got another");
}

/** @param inner checks a part of it */
function isTaggedValue(tag: string, v: unknown, inner: (part: unknown) => void): boolean {
  switch (tag) {
    case "undefined":
      return v === undefined;
    case "bigint":
      return typeof v === "string" && /^-?\d+$/.test(v);
    case "number":
      return typeof v === "string" && /^(?:-0|NaN|-?Infinity)$/.test(v);
    case "Date":
      // JSON has no word for the time of a date that is none.
      return typeof v === "number" || v === null;
    case "bytes":
      return Array.isArray(v) && v.every((byte) => Number.isInteger(byte) && byte >= 0 && byte <= 255);
    case "Set":
      if (!Array.isArray(v)) return false;
      for (const part of v as unknown[]) inner(part);
      return true;
    case "Map":
    case "object":
      return arePairs(v, tag === "object", inner);
    default:
      return false;
  }
}

function arePairs(v: unknown, areNamed: boolean, inner: (part: unknown) => void): boolean {
  if (!Array.isArray(v)) return false;
  for (const pair of v as unknown[]) {
    if (!Array.isArray(pair) || pair.length !== 2) return false;
    const [key, part] = pair as unknown[];
    if (areNamed && typeof key !== "string") return false;
    inner(key);
    inner(part);
  }
  return true;
}
