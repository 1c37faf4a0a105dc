import type { StateChange, TraceEvent } from "../../records";

/** A name that a program gives to what tells it, or what it made, from all others. */
const NAME_OF_IDENTITY =
  /(?:^|[#._])(?:id|uuid|guid|identity|owner|token|nonce|me|self|client|clerk)$|(?:Id|ID|Identity|Uuid|Token|Nonce)$/;
/** Names of what a test may give out, too; only what looks drawn or read off a clock is a program's own then. */
const NAME_OF_GIVEN = /(?:owner|token|nonce)$/i;
const DRAWN = /\d{4}|[0-9a-f]{8}-/;
/** A shorter text or smaller number is in requests for other reasons, too. */
const LEAST_TEXT = 6;
const LEAST_NUMBER = 1_000;

/** A text or a number, no object. */
function isValueText(text: string): boolean {
  return /^(?:"|-?\d)/.test(text) && text !== '""';
}

/** Two objects of clients that have the same identity. */
export interface SharedIdentity {
  /** By which the second came to have it, and its place among the changes. */
  readonly place: number;
  readonly own: StateChange;
  readonly other: StateChange;
}

/**
 * Where objects on clients hold the same text or number in a part that has the name of an identity, and both of them
 * send it to others: who gets it takes one for the other. Undefined where it is not so.
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
  const given = events.filter(({ kind }) => kind === "begin").map(({ text }) => text);
  for (const [place, own] of here.entries()) {
    const { host, path, after } = own;
    if (after === undefined || isServer(host) || !NAME_OF_IDENTITY.test(path)) continue;
    if (!isValueText(after) || (NAME_OF_GIVEN.test(path) && !DRAWN.test(after))) continue;
    const key = `${path} ${after}`;
    const other = known.get(key);
    if (other === undefined) {
      known.set(key, own);
      continue;
    }
    if (other.host === host && other.object === own.object) continue;
    if (given.some((text) => text.includes(after))) continue;
    if ([host, other.host].every((client) => isSentBy(client, after, events))) return { place, own, other };
  }
  return undefined;
}

/** Whether a client sends it as a value: a short one with all its requests of one method, since one may have it by chance. */
function isSentBy(client: string, value: string, events: readonly TraceEvent[]): boolean {
  const requests = events.filter(({ kind, host }) => kind === "call" && host === client);
  const has = ({ text }: TraceEvent): boolean =>
    VALUES_BEFORE.some((before) => text.includes(before + value));
  if (isLarge(value)) return requests.some(has);
  const methodOf = ({ text }: TraceEvent): string => text.replace(/\(.*$/s, "");
  return requests.some((one) => requests.every((other) => methodOf(other) !== methodOf(one) || has(other)));
}

const VALUES_BEFORE = [":", "[", "(", ","];

function isLarge(text: string): boolean {
  return text.startsWith('"') ? text.length >= LEAST_TEXT + 2 : Math.abs(Number(text)) >= LEAST_NUMBER;
}
