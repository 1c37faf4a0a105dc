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
  const beyond = events.there.findIndex(({ kind, host, text }) => {
    if (kind !== "begin") return false;
    const left = begun.get(`${host} ${text}`) ?? 0;
    begun.set(`${host} ${text}`, left - 1);
    return left === 0;
  });
  return beyond === -1 ? there : there.filter(({ event }) => event <= beyond);
}
