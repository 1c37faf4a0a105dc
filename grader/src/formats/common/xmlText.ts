/** XML 1.0 has no way to write these characters down, halves of surrogate pairs among them. */
const IMPOSSIBLE = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
const REPLACEMENT = "\ufffd";

/**
 * A text for xmlbuilder2, which leaves alone what looks like an entity of XML or HTML, so that `&nbsp;` or `&#0;` in a
 * text would make a file that nobody can read. After this every `&` in it is one of ours. Line breaks would not survive
 * in an attribute, nor a carriage return anywhere, but as numbers.
 */
export function xmlText(text: string): string {
  return text.replace(IMPOSSIBLE, REPLACEMENT).replace(/&/g, "&amp;").replace(/\r/g, "&#13;");
}

/** The same for the value of an attribute. */
export function xmlAttribute(text: string): string {
  return xmlText(text).replace(/\n/g, "&#10;").replace(/\t/g, "&#9;");
}
