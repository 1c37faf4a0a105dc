/** Texts longer than this are cut, characters. */
const LONGEST = 80;
const HEAD = 40;
const TAIL = 12;

/** A key or a value for people to read: of a long one its beginning, its length and its end. */
export function shortStoreText(text: string): string {
  if (text.length <= LONGEST) return text;
  // By code points: half a surrogate pair is no character.
  const head = Array.from(text.slice(0, 2 * HEAD))
    .slice(0, HEAD)
    .join("");
  const tail = Array.from(text.slice(-2 * TAIL))
    .slice(-TAIL)
    .join("");
  return `${head}… ${String(text.length)} characters …${tail}`;
}

/**
 * Makes sentences short that quote keys and values as JSON does, as the checkers' do.
 *
 * @param texts all keys and values that a sentence may quote
 */
export function shortStoreSentences(texts: Iterable<string>): (sentence: string) => string {
  // The longest first: one may be a part of another.
  const long = [...new Set(texts)]
    .filter((text) => text.length > LONGEST)
    .sort((a, b) => b.length - a.length)
    .map((text) => [insideStoreQuotes(text), insideStoreQuotes(shortStoreText(text))] as const);
  return (sentence) =>
    long.reduce(
      (shortened, [quoted, short]) =>
        quoted.length > shortened.length ? shortened : shortened.replaceAll(quoted, () => short),
      sentence,
    );
}

function insideStoreQuotes(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
