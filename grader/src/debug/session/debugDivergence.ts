import type { DebugView } from "labrpc/testing";
import { eventsToCompare, replayEventLine } from "../../artifacts/ReplayFile";

/** Where a run with the same choices goes another way than before, in words. */
export function debugDivergence(before: DebugView, now: DebugView): string {
  const [missed] = now.missed;
  const gone = missed === undefined ? "" : ` ${goneInWords(missed.choice, now.missed.length)}`;
  const [a, b] = [before, now].map((view) => eventsToCompare(view.record.events));
  if (a === undefined || b === undefined) return "";
  const at = a.findIndex((event, index) => {
    const other = b[index];
    return other === undefined || replayEventLine(event) !== replayEventLine(other);
  });
  if (at === -1 && a.length === b.length && gone === "")
    return "The code was loaded again. The same choices lead to the same run.";
  const place = at === -1 ? Math.min(a.length, b.length) : at;
  const [then, other] = [a[place], b[place]];
  const was = then === undefined ? "the run was over" : replayEventLine(then);
  const is = other === undefined ? "the run has no such event" : replayEventLine(other);
  return `The code was loaded again. The run goes another way at event ${String(place + 1)}: then “${was}”, now “${is}”.${gone}`;
}

function goneInWords(choice: DebugView["missed"][number]["choice"], count: number): string {
  const what =
    choice.kind === "do" ? choice.call : choice.kind === "next" ? "next" : `${choice.kind} ${choice.what}`;
  const more = count === 1 ? "" : ` and ${String(count - 1)} more`;
  return `Not possible any more: ${what}${more}.`;
}
