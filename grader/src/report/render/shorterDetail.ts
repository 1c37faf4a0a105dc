import { cutText } from "toolkit/text/studentText";

/** Characters that are left of the arguments of a call, at least. */
const LEAST_OF_ARGUMENTS = 12;
/** The arguments of a call, brackets in brackets included. */
const ARGUMENTS = /(?<=\w\()(?:[^()]|\((?:[^()]|\([^()]*\))*\))+(?=\))/g;

/**
 * A detail of a failure in at most so many characters, if that can be: of what it says, where and since when count most, and those
 * stand behind the call. So the arguments of the longest call are cut first, and only then the end.
 *
 * @param most Infinity: all of it
 */
export function shorterDetail(text: string, most: number): string {
  const over = text.length - most;
  if (over <= 0) return text;
  const longest = [...text.matchAll(ARGUMENTS)].reduce(
    (best, { 0: found, index }) => (found.length > best.found.length ? { found, index } : best),
    { found: "", index: 0 },
  );
  const kept = Math.max(LEAST_OF_ARGUMENTS, longest.found.length - over - 1);
  if (longest.found.length <= kept + 1) return cutText(text, most);
  const end = longest.index + longest.found.length;
  const shorter = `${text.slice(0, longest.index + kept)}…${text.slice(end)}`;
  return cutText(shorter, most);
}
