import { InvalidArgumentError } from "commander";

/** Reads a time with its zone from the command line; returns milliseconds since the epoch. */
export function deadlineInstant(text: string): number {
  const at = Date.parse(text);
  const [, day = ""] =
    /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/.exec(text) ?? [];
  if (isCalendarDay(day) && !Number.isNaN(at)) return at;
  throw new InvalidArgumentError(
    `Expected a time with its zone, such as 2026-10-01T23:59:00+02:00 or 2026-10-01T21:59:00Z, got ${JSON.stringify(text)}.`,
  );
}

/** Whether there is such a day: JavaScript takes February 30 for March 2. */
function isCalendarDay(day: string): boolean {
  const at = Date.parse(day);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
}
