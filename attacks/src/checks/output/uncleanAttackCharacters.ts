/** Characters that steer a terminal or turn text round: C0 but for line ends and tabs, DEL, C1, bidi controls, and halves of a pair. */
const UNCLEAN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** The first such character, as "U+001B". */
export function uncleanAttackCharacters(text: string): string | undefined {
  const found = UNCLEAN.exec(text)?.[0];
  if (found === undefined) return undefined;
  return `U+${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
}
