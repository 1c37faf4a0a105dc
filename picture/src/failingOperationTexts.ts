import { cutMessageValues, cutMiddleOfText } from "./model/shortMessage";

/** Characters of a value, and of a whole operation. */
const LONG_VALUE = 26;
const LONG_OPERATION = 64;
/** Characters of what an operation ends with, where there is little room. */
const LONG_END = 24;

/**
 * What a label may say of the failing operation, from much to little. What tells most stays longest: what the operation came to,
 * the answer or the name of the error.
 *
 * @param operation such as `put("k","v") threw ErrVersion: …`, or `get("k") → "v"`
 * @param words what is wrong with it
 */
export function failingOperationTexts(operation: string, words: string): readonly string[] {
  // What an error says besides its name stands in the page's head.
  const brief = operation.replace(/( threw [\w$]+): .*$/s, "$1");
  const long = cutMiddleOfText(cutMessageValues(brief, LONG_VALUE), LONG_OPERATION);
  const [, method = "", end = ""] = /^([\w$]+)\(.*\)((?: → | threw ).*)?$/s.exec(brief) ?? [];
  if (method === "") return [`${long}: ${words}`, long, words];
  const short = `${method}(…)${cutMiddleOfText(end, LONG_END)}`;
  return [`${long}: ${words}`, `${short}: ${words}`, long, short, words];
}
