/**
 * Texts that say nothing of what a program believes: how large something is whose parts are told as well, what is on its
 * way, what merely is there, a random id, a time.
 */
const SAYS_LITTLE = [
  /^\w+\(\d+\)(?:, cut)?$/,
  /^(?:Promise|Timeout|function|ClientEnd|the same as )/,
  /^(?:\{…\}|\{\}|in it|[A-Z]\w*|more than is shown)$/,
  /^"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"$/,
  /^-?\d+\.\d+$/,
  // Milliseconds or microseconds since 1970.
  /^\d{12,}$/,
];

/** Whether a sentence can rest on one of these texts; absent: nothing is there. */
export function isTellingText(...texts: readonly (string | undefined)[]): boolean {
  return texts.some((text) => text !== undefined && !SAYS_LITTLE.some((little) => little.test(text)));
}
