import type { StateChange, TraceEvent } from "../../records";

/** What a failure says of a host that came back, or of what it keeps. */
const OF_WHAT_STAYS = /\b(?:crash|start|restart|kill|stop|snapshot|disk)/;

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
  { isKit, failure }: { readonly isKit: (host: string) => boolean; readonly failure: string },
): number | undefined {
  if (!OF_WHAT_STAYS.test(failure)) return undefined;
  const start = events.findLastIndex(
    ({ kind, host }, index) =>
      kind === "start" &&
      events.slice(0, index).some((earlier) => earlier.kind === "crash" && earlier.host === host),
  );
  const { host: started = "" } = events[start] ?? {};
  const place = here.findLastIndex(
    ({ host, event, path }) =>
      isKit(host) && host.endsWith(`-${started}`) && event <= start && !path.endsWith(".flushed"),
  );
  return place === -1 ? undefined : place;
}
