import { InvalidArgumentError } from "commander";

/** Reads `--data`. An empty text, as of a shell's variable that is not set, would mean whatever folder one stands in. */
export function miniRedisDataOption(text: string): string {
  if (text.trim() !== "") return text;
  throw new InvalidArgumentError(`Expected a folder, got ${JSON.stringify(text)}.`);
}
