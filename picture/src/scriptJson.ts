/** Characters that could end a script element, begin a comment in it, or end a line of JavaScript. */
const RISKY = /[<>&\u2028\u2029]/g;

/** JSON of a value that may stand in a script element of a page, whatever texts are in it. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replace(
    RISKY,
    (risky) => `\\u${risky.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
