import type { SourcePlace } from "./sourceFrame";

/** How a detail ends that names a request which nobody waited for. */
export const UNAWAITED = "is an `await` missing?";

/** A detail that names a timer whose delay is no number of ms that Node takes. */
export const ODD_DELAY = / set a timer of (?:NaN|Infinity|[\d.e+]+) ms at (\S+):(\d+):(\d+), /;

/** What says where a failure is. */
export interface PlacedFailure extends Partial<SourcePlace> {
  readonly details?: readonly string[];
}

/**
 * The place in the student's code to look at: where the failure happened, or else what the details name: a timer that
 * does not wait, or a request that nobody waited for. Undefined when nothing says where.
 */
export function placeOfMistake({ file, line, column, details = [] }: PlacedFailure): SourcePlace | undefined {
  if (file !== undefined)
    return line === undefined || column === undefined ? undefined : { file, line, column };
  for (const detail of details) {
    const [, at, row, place] =
      ODD_DELAY.exec(detail) ?? ((detail.endsWith(UNAWAITED) && SENT_AT.exec(detail)) || []);
    if (at !== undefined) return { file: at, line: Number(row), column: Number(place) };
  }
  return undefined;
}

const SENT_AT = / that it sent at (\S+):(\d+):(\d+) /;
