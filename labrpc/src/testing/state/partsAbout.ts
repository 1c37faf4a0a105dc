import type { StatePart } from "./tellingChange";

const QUOTED = /"(?:[^"\\]|\\.)*"/g;

/**
 * Whether parts of a state are about what some texts name: a path has, in brackets, something that is quoted there, such
 * as a key, or one of the hosts that are named.
 */
export function partsAbout(texts: readonly string[], hosts: readonly string[]): (part: StatePart) => boolean {
  const text = texts.join("\n");
  const named = hosts.filter((host) => isNamedIn(text, host));
  const words = new Set([...quotedIn(text), ...named.map((host) => JSON.stringify(host))]);
  return ({ path }) => quotedIn(path).some((word) => words.has(word));
}

/** Whether a text names a host. */
export function isNamedIn(text: string, host: string): boolean {
  return new RegExp(`(?<![\\w-])${escapedName(host)}(?![\\w-])`).test(text);
}

/** What a text has in quotes, quotes included; of what is quoted twice, as a text in a JSON text, both. */
export function quotedIn(text: string): readonly string[] {
  return (text.match(QUOTED) ?? []).flatMap((word) => [word, ...quotedWithin(word)]);
}

function quotedWithin(word: string): readonly string[] {
  if (!word.includes('\\"')) return [];
  try {
    return quotedIn(JSON.parse(word) as string);
  } catch {
    return [];
  }
}

function escapedName(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
