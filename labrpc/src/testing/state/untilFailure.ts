import type { StateChange, TraceEvent } from "../../records";

/**
 * What a run that passes has changed before it goes on to what the failing run never came to: there is nothing that could be
 * compared with that.
 *
 * @param there the changes of the run that passes, in order
 * @param events all that happened in the failing run, and in the one that passes
 */
export function untilFailure(
  there: readonly StateChange[],
  events: { readonly here: readonly TraceEvent[]; readonly there: readonly TraceEvent[] },
): readonly StateChange[] {
  const begun = new Map<string, number>();
  for (const { kind, host, text } of events.here)
    if (kind === "begin") begun.set(`${host} ${text}`, (begun.get(`${host} ${text}`) ?? 0) + 1);
  const isKnown = events.there.map(({ kind, host, text }) => {
    const left = kind === "begin" ? (begun.get(`${host} ${text}`) ?? 0) : 0;
    if (left > 0) begun.set(`${host} ${text}`, left - 1);
    return left > 0;
  });
  // Other clients may have gone further by then, while what both runs do was not yet over.
  const last = isKnown.lastIndexOf(true);
  const beyond = events.there.findIndex(({ kind }, index) => kind === "begin" && index > last);
  return beyond === -1 ? there : there.filter(({ event }) => event <= beyond);
}
