import { quotedAlone } from "../text/quote";
import { cleanText } from "../text/studentText";

/** Characters of a complaint: a list of names may be long, and all of it is wanted. */
const MOST_CHARACTERS = 10_000;

/** A complaint of ours with names in it that others chose: its own lines stay, none of them is an order to a runner. */
export function complaintLines(text: string): string {
  return cleanText(text, MOST_CHARACTERS)
    .split("\n")
    .map((line) => quotedAlone(line, 0))
    .join("\n");
}
