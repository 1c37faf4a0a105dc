import { pathToFileURL } from "node:url";

/**
 * A source map that leads to another file than the one which was compiled, and holds its text.
 *
 * @param map as JSON text
 * @param shown absolute
 */
export function debuggedSourceMap(map: string, shown: string, source: string): string {
  const parsed = JSON.parse(map) as object;
  return JSON.stringify({
    ...parsed,
    sourceRoot: "",
    sources: [pathToFileURL(shown).href],
    sourcesContent: [source],
  });
}
