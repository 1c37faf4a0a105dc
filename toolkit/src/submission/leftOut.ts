/** Something of a submission that was not taken over into the copy, and why: "a link", "larger than 1 MB" … */
export interface LeftOut {
  /** Relative to the lab folder, with forward slashes. */
  readonly path: string;
  readonly why: string;
}

const MOST_LINES = 20;
const MOST_CHARACTERS = 100;

/** What was left out, a line each, and how many more there are. Names are the student's: they are quoted. */
export function leftOutLines(found: readonly LeftOut[]): string[] {
  const lines = found.slice(0, MOST_LINES).map(({ path, why }) => `${quotedName(path)}: ${why}`);
  const more = found.length - lines.length;
  return more === 0 ? lines : [...lines, `and ${String(more)} more`];
}

/** A file's name in quotes, whatever it is made of: one line, no more than 100 characters, nothing invisible. */
export function quotedName(name: string): string {
  const shown = name.length > MOST_CHARACTERS ? `${name.slice(0, MOST_CHARACTERS)}…` : name;
  return JSON.stringify(shown).replace(
    /[\p{C}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
