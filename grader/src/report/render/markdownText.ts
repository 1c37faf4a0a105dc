import { quotedAlone } from "toolkit/text/quote";

/**
 * Text of a submission in Markdown, where it must be nothing but text: no heading, list, table, fence, link, picture
 * or HTML, and nobody is told of it by an @name. What CommonMark, GitHub and Python's Markdown know is looked after.
 */

/**
 * Words that would become a link, a reference or a message to somebody, whatever is escaped in them: they have an
 * address, an @name, or #123. As code they are left alone. What comes before makes no difference: for some readers
 * `xwww.example.org` is an address too.
 */
const REACHES_OUT = /@|:\/\/|www\.|mailto:|xmpp:|#\d|GH-\d/i;
const MARKUP = /[\\`*_>[\]|~$]/g;
/** What makes a block only where one can begin. */
const BLOCK = /^(?:[#+=:-]|\d+(?=[.)](?:\s|$)))/;

/** A text behind words of ours; its lines are put together. */
export function markdownText(text: string): string {
  return text
    .replace(/[\t\n]/g, " ")
    .replace(/\S+/g, (word) => (REACHES_OUT.test(word) ? markdownCode(word) : escapedMarkdownWord(word)));
}

/** A text that is a paragraph of its own; one of several lines becomes a block of code, with marks as in a terminal. */
export function markdownParagraph(text: string): string {
  if (text.includes("\n")) return markdownBlock(quotedAlone(text, 0));
  return markdownText(text.trim()).replace(BLOCK, (start) =>
    /\d/.test(start) ? `${start}\\` : `\\${start}`,
  );
}

/** Inline code that holds whatever the text holds. */
export function markdownCode(text: string): string {
  const line = text.split("\n").join(" ");
  const fence = fenceForMarkdown(line, 1);
  // A blank at both ends is taken off again; code of nothing would be no code.
  const pad = line.trim() === "" || /^[` ]|[` ]$/.test(line) ? " " : "";
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** A block of code that holds whatever the text holds. */
export function markdownBlock(text: string): string {
  const fence = fenceForMarkdown(text, 3);
  return `${fence}text\n${text}\n${fence}`;
}

function fenceForMarkdown(text: string, least: number): string {
  let longest = 0;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  return "`".repeat(Math.max(least, longest + 1));
}

function escapedMarkdownWord(word: string): string {
  return word.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(MARKUP, "\\$&");
}
