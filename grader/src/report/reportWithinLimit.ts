import type { GradeReport } from "./GradeReport";
import { shorterReport } from "./shorterReport";

/** Bytes of a file of a report, whatever it tells of. */
export const MOST_REPORT_BYTES = 5_000_000;

/** Characters of a text and items of a list, in one try after the other. */
const TRIES = [
  { characters: 500, items: 20 },
  { characters: 200, items: 5 },
  { characters: 80, items: 1 },
  { characters: 40, items: 0 },
] as const;

/**
 * Renders a report; when what comes of it is too long, a shorter version of the report, down to one that fits. Points
 * and tests are in all of them.
 *
 * @param bytesOf how long something rendered is
 * @param most bytes; default 5,000,000
 */
export function reportWithinLimit<T>(
  report: GradeReport,
  render: (report: GradeReport) => T,
  bytesOf: (rendered: T) => number,
  most = MOST_REPORT_BYTES,
): T {
  let rendered = render(report);
  for (const bounds of TRIES) {
    if (bytesOf(rendered) <= most) break;
    rendered = render(shorterReport(report, bounds));
  }
  return rendered;
}

/** The same for what is a text as it is. */
export function reportTextWithinLimit(
  report: GradeReport,
  render: (report: GradeReport) => string,
  most = MOST_REPORT_BYTES,
): string {
  return reportWithinLimit(report, render, (text) => Buffer.byteLength(text), most);
}
