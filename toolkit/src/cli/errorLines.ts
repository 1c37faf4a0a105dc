import { quotedAlone } from "../text/quote";
import { cleanText } from "../text/studentText";

/** Characters of an error: a list of names may be long, and all of it is wanted. */
const MOST_ERROR_CHARACTERS = 10_000;

/** An error of ours with names in it that others chose: its own lines stay, none of them is an order to a runner. */
export function errorLines(text: string): string {
  return cleanText(text, MOST_ERROR_CHARACTERS)
    .split("\n")
    .map((line) => quotedAlone(line, 0))
    .join("\n");
}
