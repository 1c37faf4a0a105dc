const originals = new Map<string, string>();

/** Remembers what a copied folder is a copy of. Both absolute. */
export function folderStandsFor(copy: string, original: string): void {
  originals.set(copy, original);
}

/**
 * A text for the user, with the folders that were named in place of their copies: where a student's program ran is
 * nobody's business, and it is gone when the message is read.
 */
export function withOriginalPaths(text: string): string {
  let shown = text;
  for (const [copy, original] of originals) shown = shown.replaceAll(copy, () => original);
  return shown;
}
