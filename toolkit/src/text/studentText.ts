import { isPartOfEmoji } from "./isPartOfEmoji";

/**
 * Makes text that a submission may have a hand in fit for people and programs to read: what cannot be seen, and what
 * a terminal or a CI runner would take for an order, is shown as an escape. All other text stays as it is.
 */

/** Characters that a text may have in a report; of a longer one the beginning is kept, and its length is told. */
export const MOST_TEXT_CHARACTERS = 2_000;
/** Characters of the name of a file, a host or an error. */
export const MOST_NAME_CHARACTERS = 300;

/** Text without any of these, such as nearly all text, needs no closer look. */
const UNUSUAL =
  /[^\t\n\x20-\x22\x24-\x7e\xa0-\xac\xae-\u034e\u0350-\u05ff\u1e00-\u1fff\u2010-\u2027\u202f-\u205f\u2070-\u2fff\u3000-\u3163\u3165-\ud7ff]/;

/**
 * What may have to be shown as an escape: controls, also those of C1; formats, such as marks of direction, joiners and
 * the byte order mark; fillers and selectors of variants; separators of lines and paragraphs. Ranges and not classes of
 * Unicode, which grow from one version of Node to the next. Then halves of surrogate pairs, and whole pairs, which
 * `isUnseenCharacter` looks at. Last the beginning of an order: GitHub's runner looks for ##[ anywhere in a line, Azure's for
 * ##vso[.
 */
const SUSPECT =
  /[\0-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb]|[\ud800-\udbff][\udc00-\udfff]?|[\udc00-\udfff]|##(?=\w*\[)/g;

/** The same among whole pairs: formats of scripts and of music, tags, and more selectors. First and last of each. */
const UNSEEN_PAIRS: readonly (readonly [number, number])[] = [
  [0x110bd, 0x110bd],
  [0x110cd, 0x110cd],
  [0x13430, 0x1343f],
  [0x1bca0, 0x1bca3],
  [0x1d173, 0x1d17a],
  [0xe0000, 0xe0fff],
];

/** Text of several lines, at most `most` characters of it. Clean text comes back as it is. */
export function cleanText(text: string, most = MOST_TEXT_CHARACTERS): string {
  const head = text.length > most ? beginningOfText(text, most) : text;
  const clean = UNUSUAL.test(head) ? head.replace(SUSPECT, shownCharacters) : head;
  if (text.length <= most && clean.length <= most) return clean;
  return beginningOfTextWithNote(clean, text.length, most);
}

/** The text, or its beginning and its length when it is longer than `most` characters. */
export function cutText(text: string, most = MOST_TEXT_CHARACTERS): string {
  return text.length <= most ? text : beginningOfTextWithNote(text, text.length, most);
}

function beginningOfTextWithNote(text: string, length: number, most: number): string {
  const note = `… (${String(length)} characters)`;
  return beginningOfText(text, Math.max(0, most - note.length)) + note;
}

/** A name: as `cleanText`, and in one line. */
export function cleanName(name: string, most = MOST_NAME_CHARACTERS): string {
  return cleanText(/[\t\n]/.test(name) ? name.replace(/[\t\n]/g, escapedCharacter) : name, most);
}

/**
 * Cleans all texts in plain data, in place, and returns it. Keys stay as they are: a schema says what they may be.
 * Throws RangeError when the data is nested too deeply.
 */
export function cleanTexts<T>(data: T): T {
  if (typeof data === "string") return cleanText(data) as T;
  if (typeof data === "object" && data !== null) {
    const parts = data as Record<string, unknown>;
    for (const key of Object.keys(parts)) {
      const part = parts[key];
      if (typeof part === "string") {
        if (part.length > MOST_TEXT_CHARACTERS || UNUSUAL.test(part)) parts[key] = cleanText(part);
      } else if (typeof part === "object") cleanTexts(part);
    }
  }
  return data;
}

const JOINING: ReadonlySet<string> = new Set(["\u200d", "\ufe0e", "\ufe0f"]);

/** The first characters of a text, without half a surrogate pair at the end, or what makes an emoji of the next. */
export function beginningOfText(text: string, most: number): string {
  const last = text.charCodeAt(most - 1);
  let end = Math.min(text.length, last >= 0xd800 && last <= 0xdbff ? most - 1 : most);
  while (end > 0 && JOINING.has(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

function shownCharacters(found: string, at: number, text: string): string {
  if (found === "##") return `${escapedCharacter("#")}#`;
  if (found.length === 2 && !isUnseenCharacter(found.codePointAt(0) ?? 0)) return found;
  return isPartOfEmoji(found, text, at) ? found : escapedCharacter(found);
}

function isUnseenCharacter(codePoint: number): boolean {
  return UNSEEN_PAIRS.some(([first, last]) => codePoint >= first && codePoint <= last);
}

const escapes = new Map([
  ["\n", "\\n"],
  ["\t", "\\t"],
  ["\r", "\\r"],
]);

/** As JavaScript writes it in a text. */
function escapedCharacter(character: string): string {
  const known = escapes.get(character);
  if (known !== undefined) return known;
  const hex = (character.codePointAt(0) ?? 0).toString(16);
  const made = hex.length > 4 ? `\\u{${hex}}` : `\\u${hex.padStart(4, "0")}`;
  escapes.set(character, made);
  return made;
}
