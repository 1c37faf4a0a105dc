/** Longer texts than any that `Kernel.look` makes, characters. */
const MOST_TEXT = 4_000;
/** More changes than it makes in one event. */
const MOST_CHANGES = 10_000;

/**
 * Throws TypeError unless it is what `Kernel.look` may say after an event of one host: JSON of a StateSeen.
 *
 * @param life the number of the host's life
 */
export function checkState(text: unknown, life: number): asserts text is string {
  const seen: unknown = typeof text === "string" ? parsedState(text) : undefined;
  if (typeof seen !== "object" || seen === null) throw new TypeError("expected the state of a host as text");
  const { changed, isOver } = seen as Record<string, unknown>;
  if (!Array.isArray(changed) || changed.length > MOST_CHANGES || typeof isOver !== "boolean")
    throw new TypeError("expected what changed of the state of a host, got something else");
  for (const part of changed as unknown[]) checkPart(part, life);
}

function checkPart(part: unknown, life: number): void {
  if (!Array.isArray(part) || part.length !== 4 || part[0] !== life)
    throw new TypeError("expected a part of the state of the host that the event was about, got another");
  const [, object, path, value] = part as unknown[];
  for (const text of [object, path, value ?? ""])
    if (typeof text !== "string" || text.length > MOST_TEXT)
      throw new TypeError("expected a part of a state as short texts");
}

function parsedState(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
