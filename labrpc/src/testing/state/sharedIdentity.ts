import type { StateChange, TraceEvent } from "../../records";
import { stateKey } from "../../simulation/trace/foldStateChanges";

/** A name that a program gives to what tells it, or what it made, from all others. */
const NAME_OF_IDENTITY =
  /(?:^|[#._])(?:id|uuid|guid|identity|owner|token|nonce|me|self|client|clerk)$|(?:Id|ID|Identity|Uuid|Token|Nonce)$/;
/** Names of what is counted, call by call. */
const NAME_OF_COUNT = /(?:req|request|op|operation|seq|call|msg|message|next|last)_?id$/i;
/**
 * A text that looks drawn, or read off a clock, or a number that large. What a test gives out, as owners of locks, or what
 * is counted, may well be the same.
 */
const DRAWN = /^"(?=.*(?:\d{4}|[0-9a-f]{8}-))|^-?\d{4}/;

/** Two objects of clients that have the same identity. */
export interface SharedIdentity {
  /** By which the second came to have it, and its place among the changes. */
  readonly place: number;
  readonly own: StateChange;
  readonly other: StateChange;
}

/**
 * Where objects on clients hold the same text or number in a part that has the name of an identity and never changes, and
 * both of them send it to others: who gets it takes one for the other. Undefined where it is not so.
 *
 * @param here the changes of the failing run, in order
 */
export function sharedIdentity(
  here: readonly StateChange[],
  {
    events,
    isServer,
  }: { readonly events: readonly TraceEvent[]; readonly isServer: (host: string) => boolean },
): SharedIdentity | undefined {
  const known = new Map<string, StateChange>();
  const changing = new Set(here.flatMap((change) => (change.before === undefined ? [] : [stateKey(change)])));
  for (const [place, own] of here.entries()) {
    const { host, object, path, after } = own;
    if (after === undefined || isServer(host) || changing.has(stateKey(own))) continue;
    if (!NAME_OF_IDENTITY.test(path) || NAME_OF_COUNT.test(path) || !DRAWN.test(after)) continue;
    const key = `${path} ${after}`;
    const other = known.get(key);
    known.set(key, own);
    if (other === undefined || (other.host === host && other.object === object)) continue;
    const isGiven = events.some(({ kind, text }) => kind === "begin" && text.includes(after));
    if (isGiven || ![host, other.host].every((client) => isSentBy(client, after, events))) continue;
    return { place, own, other };
  }
  return undefined;
}

function isSentBy(client: string, value: string, events: readonly TraceEvent[]): boolean {
  return events.some(({ kind, host, text }) => kind === "call" && host === client && text.includes(value));
}
