import { InvalidArgumentError } from "commander";

/** Reads a whole number from `least` to `most`. */
export function wholeNumberOption(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least && value <= most) return value;
    const range = most === Number.MAX_SAFE_INTEGER ? "" : ` to ${String(most)}`;
    throw new InvalidArgumentError(
      `Expected a whole number from ${String(least)}${range}, got ${JSON.stringify(text)}.`,
    );
  };
}
