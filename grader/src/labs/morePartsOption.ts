import { wholeNumberOption } from "toolkit/cli/options/wholeNumberOption";

/** Comma-separated numbers of a lab's parts, each once; the option may be repeated. */
export function morePartsOption(text: string, before: readonly number[] | undefined): number[] {
  return [...new Set([...(before ?? []), ...text.split(",").map(wholeNumberOption(0))])];
}
