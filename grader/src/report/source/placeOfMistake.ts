import type { SourcePlace } from "./sourceFrame";

/** How a detail ends that names a request which nobody waited for. */
export const UNAWAITED = "is an `await` missing?";

/** What says where a failure is. */
export interface PlacedFailure extends Partial<SourcePlace> {
  readonly details?: readonly string[];
}

/**
 * The place in the student's code to look at: where the failure happened, or else the request that nobody waited for,
 * where the details name one. Undefined when nothing says where.
 */
export function placeOfMistake({ file, line, column, details = [] }: PlacedFailure): SourcePlace | undefined {
  if (file !== undefined)
    return line === undefined || column === undefined ? undefined : { file, line, column };
  for (const detail of details) {
    const [, at, row, place] = (detail.endsWith(UNAWAITED) && SENT_AT.exec(detail)) || [];
    if (at !== undefined) return { file: at, line: Number(row), column: Number(place) };
  }
  return undefined;
}

const SENT_AT = / that it sent at (\S+):(\d+):(\d+) /;
