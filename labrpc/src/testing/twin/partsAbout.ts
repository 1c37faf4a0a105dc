import type { StatePart } from "./tellingChange";

const QUOTED = /"(?:[^"\\]|\\.)*"/g;

/**
 * Whether parts of a state are about what some texts name: a path has, in brackets, something that is quoted there, such
 * as a key, or one of the hosts that are named.
 */
export function partsAbout(texts: readonly string[], hosts: readonly string[]): (part: StatePart) => boolean {
  const text = texts.join("\n");
  const named = hosts.filter((host) => new RegExp(`(?<![\\w-])${escapedName(host)}(?![\\w-])`).test(text));
  const words = new Set([...(text.match(QUOTED) ?? []), ...named.map((host) => JSON.stringify(host))]);
  return ({ path }) => (path.match(QUOTED) ?? []).some((word) => words.has(word));
}

function escapedName(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
