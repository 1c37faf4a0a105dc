import { placeOfMistake } from "../source/placeOfMistake";
import type { OrderedFailure } from "./FailedTest";

/**
 * Texts of which two failures share one when they look like the same mistake: they are at the same line of the
 * student's, they are told in the same words, or the same faults bring them about.
 *
 * @param faults kinds of the faults that the network makes by chance in the counterexample
 */
export function likenessOfReportFailures(failure: OrderedFailure, faults: readonly string[]): string[] {
  const { file, line } = placeOfMistake(failure) ?? failure;
  const kinds = [...new Set(faults)].sort();
  return [
    `says ${wordsOfReportFailure(failure.message)}`,
    ...(file === undefined ? [] : [`at ${file}:${String(line)}`]),
    ...(file === undefined && kinds.length > 0 ? [`after ${kinds.join(" ")}`] : []),
  ];
}

/** The sentence without its values, its numbers, and whom it happened to. */
function wordsOfReportFailure(message: string): string {
  return message
    .replace(/"(?:[^"\\]|\\.)*"…?/g, "…")
    .replace(/\d+(?:\.\d+)?/g, "#")
    .replace(/^(not linearizable): .*/s, "$1")
    .replace(/no reply from \S+ to \S+ within # ms/, "no reply")
    .replace(/^[\w-]+(?='s |: | )(?:'s)?/, "");
}
