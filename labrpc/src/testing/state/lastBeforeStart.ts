import type { StateChange, TraceEvent } from "../../records";

/**
 * The last change of something that outlives a crash, such as a file on a disk, before the last host started again: what
 * that one found. Returns its place; undefined where nothing of that sort is known, or no host started again.
 *
 * @param here the changes of the failing run, in order
 * @param isKit whether something is the kit's, and no host of a student's
 */
export function lastBeforeStart(
  here: readonly StateChange[],
  events: readonly TraceEvent[],
  isKit: (host: string) => boolean,
): number | undefined {
  const crash = events.findLastIndex(({ kind }) => kind === "crash");
  if (crash === -1) return undefined;
  const start = events.findIndex(({ kind }, index) => kind === "start" && index > crash);
  if (start === -1) return undefined;
  const place = here.findLastIndex(
    ({ host, event, path }) => isKit(host) && event <= start && !path.endsWith(".flushed"),
  );
  return place === -1 ? undefined : place;
}
