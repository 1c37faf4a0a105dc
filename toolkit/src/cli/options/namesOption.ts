import { InvalidArgumentError } from "commander";

/** Comma-separated names, each once. */
export function namesOption(text: string): string[] {
  const list = text.split(",").map((name) => name.trim());
  if (list.some((name) => name === ""))
    throw new InvalidArgumentError(`Expected comma-separated names, got ${JSON.stringify(text)}.`);
  return [...new Set(list)];
}

/** The same for an option that may be given more than once. */
export function moreNamesOption(text: string, before: readonly string[] | undefined): string[] {
  return [...new Set([...(before ?? []), ...namesOption(text)])];
}
